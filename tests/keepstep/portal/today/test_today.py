"""The client's first page: what waits, handed in on the spot; what the client does is at once a fact."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import State
from keepstep.domain.delivery import ball, milestone, pause, project, shown_project, step, task
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.talk.hand_in import HandIn
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.portal.today.board import greeting
from keepstep.round.item import Item
from keepstep.round.run import run
from tests.cast import House
from tests.queries import queries_of

Of = Callable[..., Client]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def photos(house: House) -> Ball:
    return ball.throw(
        house.project, side="client", awaited="photos of the cakes", contact=house.ines, by=house.vera,
        at=house.at - DAY, due=house.day + 3 * DAY,
    )  # fmt: skip


@pytest.fixture
def layout(house: House) -> Ball:
    return ball.throw(
        house.project, side="client", awaited="the layout", by=house.vera, at=house.at - DAY, is_approval=True
    )


def where(held: Ball) -> str:
    return f"/portal/waiting/{held.pk}/"


@pytest.mark.parametrize(("hour", "said"), [(0, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"),
                                            (18, "evening"), (23, "evening")])  # fmt: skip
def test_it_greets_by_the_hour(house: House, hour: int, said: str) -> None:
    assert greeting("Ines", at=datetime.fromisoformat(f"2026-03-02T{hour:02}:30+00:00")) == f"Good {said}, Ines."


def test_it_shows_what_waits_what_comes_and_what_is_ours(house: House, photos: Ball, portal_of: Of) -> None:
    ball.throw(house.project, side="us", awaited="the banner", by=house.vera, at=house.at)
    milestone.promise(house.project, title="Launch", due=house.day + 9 * DAY)
    task.plan(house.project, title="hdr", client_title="Header", due=house.day + DAY, at=house.at)
    page = portal_of(house.ines).get("/portal/").content.decode()
    said = ["photos of the cakes", "by Thursday 5 March", "the banner", "Launch", "Header", "Menu page is ready"]
    assert [words for words in said if words not in page] == []
    assert "hdr" not in page


def test_while_a_project_rests_by_agreement_nothing_of_it_is_asked_for(
    house: House, photos: Ball, portal_of: Of
) -> None:
    other = project.start(house.northwind, name="Ads", at=house.at - DAY)
    ball.throw(other, side="client", awaited="the budget", by=house.vera, at=house.at - DAY)
    milestone.promise(house.project, title="Launch", due=house.day + 9 * DAY)
    pause.agree(
        house.northwind, project=house.project, since=house.at, until=house.at + 3 * DAY, agreed_with="Ines",
        by=house.vera, at=house.at,
    )  # fmt: skip
    page = portal_of(house.ines).get("/portal/").content.decode()
    assert [words for words in ("photos of the cakes", "Launch") if words in page] == []
    assert [
        words for words in ("the budget", "New site: at rest, as we agreed, until 5 March") if words not in page
    ] == []
    assert (
        "At rest, as we agreed, until 5 March"
        in portal_of(house.ines).get(f"/portal/projects/{house.project.pk}/").content.decode()
    )
    pause.agree(house.northwind, project=other, since=house.at, agreed_with="Ines", by=house.vera, at=house.at)
    assert "Ads: at rest, as we agreed<" in portal_of(house.ines).get("/portal/").content.decode()


def test_a_pause_of_the_whole_client_lets_every_project_rest(house: House, photos: Ball, portal_of: Of) -> None:
    pause.agree(house.northwind, since=house.at, agreed_with="Ines", by=house.vera, at=house.at)
    page = portal_of(house.ines).get("/portal/").content.decode()
    assert ("photos of the cakes" in page, "New site: at rest, as we agreed<" in page) == (False, True)
    assert portal_of(house.ines).get("/portal/projects/").content.decode().count("At rest, as we agreed<") == 1


def test_a_client_in_the_state_of_pause_is_asked_for_nothing(house: House, photos: Ball, portal_of: Of) -> None:
    account.become(house.northwind, State.PAUSED, by=house.vera, at=house.at, reason="holidays")
    page = portal_of(house.ines).get("/portal/").content.decode()
    shown = [words in page for words in ("photos of the cakes", "New site: at rest", "Nothing for now.", "with us.")]
    assert shown == [False, True, True, False]


def test_a_hand_in_passes_the_ball_and_asks_for_an_answer(house: House, photos: Ball, portal_of: Of) -> None:
    run(day=house.day, at=house.at)
    assert portal_of(house.ines).post(where(photos), {"words": "Here: https://cakes.test/"}).status_code == 302
    now = Ball.objects.in_the_air().get()
    assert (now.side, now.person, now.former, now.awaited) == (
        "us", house.vera, photos, "Look at what has come: photos of the cakes",
    )  # fmt: skip
    said = Touchpoint.objects.unanswered().get()
    assert (said.form, said.contact, said.project) == ("portal", house.ines, house.project)
    assert said.summary == "Handed in “photos of the cakes”: Here: https://cakes.test/"
    assert Item.objects.open().filter(duty="answer_client", person=house.vera).count() == 1


def test_it_is_approved_with_one_click(house: House, layout: Ball, portal_of: Of) -> None:
    portal_of(house.tom).post(where(layout), {"way": "approved"})
    given = HandIn.objects.get()
    assert (given.way, given.contact, given.at, given.words) == ("approved", house.tom, house.at, "")
    assert Ball.objects.in_the_air().get().awaited == "Go on, it is approved: the layout"


def test_whoever_declines_says_why(house: House, layout: Ball, portal_of: Of) -> None:
    client = portal_of(house.ines)
    answer = client.post(where(layout), {"way": "declined"})
    assert (answer.status_code, "field-fault" in answer.content.decode()) == (422, True)
    assert Ball.objects.in_the_air().get() == layout
    client.post(where(layout), {"way": "declined", "words": "Too dark"})
    assert (HandIn.objects.get().words, Ball.objects.in_the_air().get().awaited) == (
        "Too dark", "Change it, it was declined: the layout",
    )  # fmt: skip


def test_an_empty_hand_in_is_refused(house: House, photos: Ball, portal_of: Of) -> None:
    assert portal_of(house.ines).post(where(photos), {"words": " "}).status_code == 422
    assert portal_of(house.ines).post(where(photos), {"way": "moon"}).status_code == 422
    assert HandIn.objects.count() == 0


def test_a_second_click_does_nothing(house: House, photos: Ball, portal_of: Of) -> None:
    client = portal_of(house.ines)
    for _time in range(2):
        answer = client.post(where(photos), {"words": "Here"}, follow=True)
    assert "has been done already" in answer.content.decode()
    assert (HandIn.objects.count(), Touchpoint.objects.count()) == (1, 1)


def test_what_we_hold_cannot_be_handed_in(house: House, portal_of: Of) -> None:
    ours = ball.throw(house.project, side="us", awaited="the banner", by=house.vera, at=house.at)
    assert portal_of(house.ines).post(where(ours), {"words": "Here"}).status_code == 404


def test_our_people_read_it_in_their_language(house: House, photos: Ball, portal_of: Of) -> None:
    contact.amend(house.ines, language="ru")
    page = portal_of(house.ines).post(where(photos), {"words": "Вот"}, follow=True).content.decode()
    assert "Спасибо" in page
    assert Touchpoint.objects.get().summary == "Handed in “photos of the cakes”: Вот"


def test_chosen_projects_alone_are_shown(house: House, photos: Ball, portal_of: Of) -> None:
    ads = project.start(house.northwind, name="Ads", at=house.at)
    step.record(ads, title="Campaign runs", at=house.at)
    contact.amend(house.ines, sight="chosen")
    shown_project.show(house.ines, [ads, house.rival_project], by=house.vera, at=house.at)
    client = portal_of(house.ines)
    page = client.get("/portal/").content.decode() + client.get("/portal/projects/").content.decode()
    assert ("Campaign runs" in page, "photos" in page, "New site" in page, "Rival" in page) == (True, *[False] * 3)
    assert client.post(where(photos), {"words": "Here"}).status_code == 404


def test_the_form_of_a_contact_sets_what_is_seen(house: House, client_of: Callable[[Person], Client]) -> None:
    known = {"name": "Tom", "part": "project", "email": "tom@northwind.test", "language": "en", "opens_portal": "on"}
    client, page = client_of(house.vera), f"/contacts/{house.tom.pk}/"
    assert client.post(page, {**known, "sight": "chosen"}).status_code == 422
    client.post(page, {**known, "sight": "chosen", "projects": [str(house.project.pk)]})
    house.tom.refresh_from_db()
    assert (house.tom.sight, house.tom.sees_documents, house.tom.opens_portal) == ("chosen", False, True)
    assert [one.project for one in house.tom.shown_projects.all()] == [house.project]
    assert "checked" in client.get(page).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_more_rows_cost_no_more_queries(house: House, portal_of: Of, many: int) -> None:
    for number in range(many):
        ball.throw(house.project, side="client", awaited=f"Photo {number}", contact=house.ines, by=None, at=house.at)
        milestone.promise(house.project, title=f"Date {number}", due=house.day)
        project.start(house.northwind, name=f"Project {number}", at=house.at)
    client = portal_of(house.ines)
    assert [queries_of(client, page) for page in ("/portal/", "/portal/projects/", "/portal/team/")] == [17, 18, 12]

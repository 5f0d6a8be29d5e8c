"""A ball on the project's page: shared, forwarded, promised anew, entered late, and its history."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.delivery import ball, due_move, holder, notice, passing
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.holder import Holder
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.step import Step
from keepstep.domain.talk import touchpoint
from keepstep.domain.talk.touchpoint import Touchpoint
from tests.cast import House
from tests.queries import queries_of

In = Callable[[Person], Client]
DAY = timedelta(days=1)
LATE, TOO_LATE, TO_COME = "2026-02-25T09:00", "2026-02-24T09:00", "2026-03-03T09:00"


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def photos(house: House) -> Ball:
    return ball.throw(
        house.project, side=Side.CLIENT, awaited="photos", contact=house.ines, due=date(2026, 3, 3), by=house.vera,
        at=house.at - 5 * DAY,
    )  # fmt: skip


def page(house: House, client: Client) -> str:
    return " ".join(client.get(reverse("project", args=[house.project.pk])).content.decode().split())


def at(name: str, one: Ball | Holder) -> str:
    return reverse(name, args=[one.pk])


def test_of_several_one_click_a_person_and_the_last_lands_it(house: House, photos: Ball, client_of: In) -> None:
    client = client_of(house.vera)
    assert client.post(at("ball_share", photos), {}).status_code == 422
    client.post(at("ball_share", photos), {"required": [str(house.tom.pk)]})
    ines, tom = Holder.objects.all()
    assert "0 of 2 have answered" in page(house, client)
    client.post(at("holder_answer", ines))
    shown = page(house, client)
    assert "1 of 2 has answered" in shown
    assert "✓ Ines" in shown
    assert at("ball_land", photos) not in shown
    client.post(at("holder_answer", tom))
    assert Ball.objects.in_the_air().count() == 0
    client.post(at("holder_ask", tom))
    assert Ball.objects.get().passed_at is None
    client.post(at("holder_excuse", tom))
    assert Ball.objects.in_the_air().count() == 0


def test_a_shared_ball_does_not_land_at_once(house: House, photos: Ball, client_of: In) -> None:
    holder.share(photos, required=[house.tom])
    client_of(house.vera).post(at("ball_land", photos))
    assert Ball.objects.in_the_air().count() == 1


def test_a_third_party_is_one(house: House, client_of: In) -> None:
    printed = ball.throw(house.project, side=Side.THIRD, awaited="print", third_party="P", by=None, at=house.at)
    assert client_of(house.vera).get(at("ball_share", printed)).status_code == 404


def test_forwarded_it_says_that_it_comes_back_and_does(house: House, photos: Ball, client_of: In) -> None:
    client = client_of(house.vera)
    client.post(at("ball_forward", photos), {"side": "third", "third_party": "Photographer"})
    sent = Ball.objects.in_the_air().get()
    assert (sent.awaited, sent.due, sent.holder) == ("photos", photos.due, "Photographer")
    assert "comes back when answered" in page(house, client)
    client.post(at("ball_land", sent))
    assert Ball.objects.in_the_air().get().contact == house.ines


def test_a_date_that_moved_is_shown_with_the_former_ones(house: House, photos: Ball, client_of: In) -> None:
    client = client_of(house.vera)
    assert client.post(at("ball_move", photos), {"to": "2026-03-10"}).status_code == 422
    client.post(at("ball_move", photos), {"to": "2026-03-10", "reason": "the baker is ill"})
    client.post(at("ball_move", photos), {"to": "2026-03-12", "reason": "again"})
    assert "promised 3 March, then 10 March, then 12 March (moved 2 times)" in page(house, client)


FORMS = {
    "ball_new": {"awaited": "x", "side": "client"},
    "step_new": {"title": "x", "kind": "other"},
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("when", "said"), [(TOO_LATE, "Too long ago"), (TO_COME, "still to come")])
def test_beyond_the_tolerance_it_is_refused_at_the_field(
    house: House, client_of: In, name: str, when: str, said: str
) -> None:
    answer = client_of(house.vera).post(reverse(name, args=[house.project.pk]), {**FORMS[name], "at": when})
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize("name", FORMS)
def test_what_is_entered_late_says_so(house: House, client_of: In, name: str) -> None:
    client = client_of(house.vera)
    client.post(reverse(name, args=[house.project.pk]), {**FORMS[name], "at": LATE})
    assert "entered 3 working days later" in page(house, client)
    kept = Ball.objects.first() or Step.objects.get(title="x")
    assert kept is not None
    assert kept.said_at == house.at


def test_it_came_earlier_but_not_before_it_was_awaited(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    held = ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=None, at=house.at - 3 * DAY)
    assert client.post(at("ball_land", held), {"at": LATE}).status_code == 422
    client.post(at("ball_land", held), {"at": "2026-02-27T10:00"})
    landed = Ball.objects.get()
    assert (str(landed.passed_at), landed.passed_said_at) == ("2026-02-27 09:00:00+00:00", house.at)


def test_a_notice_may_be_of_yesterday(house: House, photos: Ball, client_of: In) -> None:
    client_of(house.vera).post(at("ball_ask", photos), {"how": "message", "at": "2026-02-27T10:00"})
    given = Notice.objects.get()
    assert (str(given.day), given.said_at) == ("2026-02-27", house.at)


def test_the_history_tells_who_held_it_what_moved_and_what_was_asked(house: House, photos: Ball, client_of: In) -> None:
    due_move.move(photos, to=date(2026, 3, 10), by=house.vera, at=house.at - 4 * DAY, reason="ill")
    notice.give(photos, how="call", by=house.oleg, at=house.at - 3 * DAY, outcome="On Friday")
    made = holder.share(photos, required=[house.tom])
    assert len(made) == 2
    for one in made:
        holder.answer(one, by=house.vera, at=house.at - DAY, said_at=house.at)
    shown = client_of(house.vera).get(at("ball_history", photos)).content.decode()
    titles = ["Awaited", "Moved from 3 March to 10 March", "Asked again, by telephone", "Ines has answered",
              "Tom has answered", "It has come"]  # fmt: skip
    places = [shown.index(f"<strong>{title}") for title in titles]
    assert places == sorted(places)
    assert "On Friday" in shown
    assert "Ines, Tom: by 3 March" in shown


@pytest.mark.parametrize("many", [1, 3])
def test_a_long_history_costs_no_more_queries(house: House, photos: Ball, client_of: In, many: int) -> None:
    one = photos
    for n in range(many):
        holder.share(one, required=[house.tom])
        for each in one.holders.all():
            holder.answer(each, by=None, at=house.at - 2 * DAY)
        one = ball.throw(
            house.project, side=Side.CLIENT, awaited=f"{n}", contact=house.ines, by=house.vera, at=house.at - 2 * DAY,
            former=one,
        )  # fmt: skip
        notice.give(one, how="call", by=house.oleg, at=house.at)
    assert queries_of(client_of(house.vera), at("ball_history", photos)) == 13


def asked(house: House) -> Touchpoint:
    return touchpoint.record(
        house.northwind, direction="in", form="email", contact=house.ines, summary="Which size?", at=house.at
    )


def test_a_question_is_answered_from_the_page_and_asked_back(house: House, client_of: In) -> None:
    client, question = client_of(house.vera), asked(house)
    shown = page(house, client)
    assert reverse("touchpoint_answer", args=[question.pk]) in shown
    where = f"{reverse('touchpoint_new', args=[house.northwind.pk])}?answers={question.pk}"
    assert "We now wait for" in client.get(where).content.decode()
    said = {"how": "email", "direction": "out", "contact": str(house.tom.pk), "summary": "Depends on the wall"}
    assert client.post(where, {**said, "due": "2026-03-05"}).status_code == 422
    client.post(where, {**said, "awaited": "the wall's size", "due": "2026-03-05"})
    back = Ball.objects.in_the_air().get()
    assert (back.side, back.contact, back.awaited, str(back.due)) == (
        "client", house.tom, "the wall's size", "2026-03-05",
    )  # fmt: skip
    assert Touchpoint.objects.unanswered().count() == 0


def test_no_answer_needed_is_one_click_and_stays_on_record(house: House, client_of: In) -> None:
    client, question = client_of(house.vera), asked(house)
    client.post(reverse("touchpoint_settle", args=[question.pk]))
    assert Ball.objects.in_the_air().count() == 0
    talk = client.get(reverse("account", args=[house.northwind.pk])).content.decode()
    assert "no answer needed, says Vera" in talk
    assert question.ball is not None
    assert "No answer needed" in client.get(at("ball_history", question.ball)).content.decode()


def test_a_correction_stands_in_the_history(house: House, client_of: In) -> None:
    asked = touchpoint.record(house.northwind, direction="in", form="email", summary="When?", at=house.at - DAY)
    for at in (house.at, house.at - DAY / 2):
        touchpoint.record(house.northwind, direction="out", form="call", by=house.vera, at=at)
    assert asked.ball is not None
    page = client_of(house.vera).get(reverse("ball_history", args=[asked.ball.pk])).content.decode()
    assert ("Corrected: answered earlier" in page, "It counted as passed on 2 March, 09:00." in page) == (True, True)


def test_an_earlier_forward_of_what_has_come_is_entered_from_its_history(
    house: House, photos: Ball, client_of: In
) -> None:
    client, hour = client_of(house.vera), timedelta(hours=1)
    assert at("ball_forward", photos) not in client.get(at("ball_history", photos)).content.decode()
    passing.land(photos, by=house.vera, at=house.at - hour)
    assert at("ball_forward", photos) in client.get(at("ball_history", photos)).content.decode()
    asked = {"side": "third", "third_party": "Photographer"}
    for when, said in (("", "This field is required"), ("2026-03-02T08:30", "It had come by then")):
        answer = client.post(at("ball_forward", photos), {**asked, "at": when})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    client.post(at("ball_forward", photos), {**asked, "at": "2026-02-27T12:00"})
    lent = Ball.objects.get(returns_to=photos)
    assert (lent.holder, lent.passed_at, Ball.objects.in_the_air().count()) == ("Photographer", house.at - hour, 0)
    told = client.get(at("ball_history", photos)).content.decode()
    assert ("Corrected: it had been forwarded before" in told, at("ball_forward", photos) in told) == (True, False)


@pytest.mark.parametrize("page", ["sheet", "project"])
def test_sent_from_a_page_of_its_own_a_sheet_makes_room_for_the_projects_page(
    house: House, photos: Ball, client_of: In, page: str
) -> None:
    project = reverse("project", args=[house.project.pk])
    seen = f"http://testserver{at('ball_move', photos) if page == 'sheet' else project}"
    answer = client_of(house.vera).post(
        at("ball_move", photos), {"to": "2026-03-10", "reason": "ill"},
        headers={"HX-Request": "true", "HX-Current-URL": seen},
    )  # fmt: skip
    assert answer.headers.get("HX-Redirect") == (project if page == "sheet" else None)
    assert ("toast" in answer.headers.get("HX-Trigger", "")) is (page == "project")

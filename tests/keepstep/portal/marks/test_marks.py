"""A tap under a letter: signed, confirmed by a person, counted once, changeable; a wish for a call is an item."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact
from keepstep.domain.talk import message as message_module
from keepstep.domain.talk import sending, touchpoint, update
from keepstep.domain.talk.engagement import Engagement
from keepstep.domain.talk.mark import Mark
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.outlet import tap
from keepstep.outlet.letter import message
from keepstep.outlet.tap import TAP_LIFE, Tap
from keepstep.round.item import Item
from keepstep.round.run import run
from tests.cast import House

Of = Callable[..., Client]


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def sent(house: House) -> Sending:
    """Monday's update, delivered to Ines."""
    told = update.send(
        house.northwind, day=house.day, subject="Monday", body="Menu is ready", by=house.vera, at=house.at
    )
    taken = sending.take(told.sendings.get().pk, at=house.at)
    assert taken and sending.hand_over(taken, at=house.at) and sending.deliver(taken, at=house.at)
    return taken


def page_of(sent: Sending, house: House) -> str:
    return f"/mark/{tap.token(Tap(house.agency.pk, sent.pk), at=house.at)}/"


def standing() -> list[str]:
    return [one.in_words for one in Mark.objects.standing()]


def test_each_letter_has_the_links_of_its_reader(house: House, sent: Sending) -> None:
    made = message(sent)
    html, text = str(made.alternatives[0][0]), str(made.body)
    links = re.findall(r'href="http://[^/]+(/mark/[^"]+)"', html)
    assert [link.partition("?")[2] for link in links] == [
        "said=useful", "said=not_useful", "said=call_me", *(f"points={n}" for n in range(1, 6)),
    ]  # fmt: skip
    assert {link.partition("?")[0] for link in links} == {page_of(sent, house)}
    assert f"/portal/updates/{sent.update_id}/" in html and page_of(sent, house) in text
    contact.amend(house.ines, opens_portal=False)
    assert "/portal/" not in str(message(Sending.objects.get()).body)


def test_opening_it_counts_for_nothing_and_the_button_once(house: House, sent: Sending) -> None:
    page = page_of(sent, house)
    scanner = Client()
    for choice in ("useful", "not_useful", "call_me"):
        assert scanner.get(f"{page}?said={choice}").status_code == 200
    assert standing() == []
    for _time in range(2):
        assert Client().post(page, {"said": "useful", "points": "5", "word": "Clear"}).status_code == 200
    assert (standing(), Mark.objects.count()) == (["Useful · 5 of 5: Clear"], 1)
    assert Engagement.objects.get().kind == "read"


def test_what_was_tapped_is_chosen_already(house: House, sent: Sending) -> None:
    page = Client().get(f"{page_of(sent, house)}?points=4").content.decode()
    assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["4"]


def test_a_mind_is_changed_and_the_former_one_kept(house: House, sent: Sending) -> None:
    page = page_of(sent, house)
    Client().post(page, {"said": "not_useful"})
    Client().post(page, {"said": "useful"})
    assert (standing(), Mark.objects.count()) == (["Useful"], 2)


def test_call_me_is_on_today_at_once_and_a_call_settles_it(house: House, sent: Sending) -> None:
    run(day=house.day, at=house.at)
    page = page_of(sent, house)
    Client().post(page, {"said": "call_me", "word": "About the menu"})
    asked = Item.objects.open().get(duty="answer_client")
    assert (asked.person, asked.facts["words"]) == (house.vera, "On “Monday” — Call me: About the menu")
    Client().post(page, {"said": "call_me", "word": "About the prices"})
    assert [one.summary for one in Touchpoint.objects.unanswered()] == ["On “Monday” — Call me: About the prices"]
    touchpoint.record(
        house.northwind, direction="out", form="call", at=house.at + timedelta(minutes=5), by=house.vera,
        contact=house.ines,
    )  # fmt: skip
    assert Touchpoint.objects.unanswered().count() == 0


@pytest.mark.parametrize(
    ("said", "asks"), [({"points": "1"}, 1), ({"points": "2"}, 1), ({"points": "3"}, 0), ({"said": "not_useful"}, 1),
                       ({"said": "useful"}, 0), ({"word": "Thanks"}, 0)],
)  # fmt: skip
def test_displeasure_waits_for_an_answer(house: House, sent: Sending, said: dict[str, str], asks: int) -> None:
    Client().post(page_of(sent, house), said)
    assert Touchpoint.objects.unanswered().count() == asks


@pytest.mark.parametrize("wrong", [{}, {"said": "moon"}, {"points": "6"}, {"points": "0"}, {"word": " "}])
def test_nonsense_is_refused(house: House, sent: Sending, wrong: dict[str, str]) -> None:
    assert Client().post(page_of(sent, house), wrong).status_code == 422
    assert standing() == []


def test_a_forged_an_expired_and_a_foreign_link_open_nothing(house: House, sent: Sending) -> None:
    page = page_of(sent, house)
    forged = [f"{page[:9]}{'B' if page[9] == 'A' else 'A'}{page[10:]}", f"{page[:-2]}/", "/mark/x/", "/mark/x:y/"]
    old = f"/mark/{tap.token(Tap(house.agency.pk, sent.pk), at=house.at - TAP_LIFE)}/"
    foreign = f"/mark/{tap.token(Tap(house.elsewhere.pk, sent.pk), at=house.at)}/"
    unknown = f"/mark/{tap.token(Tap(house.agency.pk, uuid4()), at=house.at)}/"
    for bad in (*forged, old, foreign, unknown):
        assert [Client().get(bad).status_code, Client().post(bad, {"said": "useful"}).status_code] == [410, 410]
    assert standing() == []


def test_whoever_left_marks_nothing(house: House, sent: Sending) -> None:
    contact.depart(house.ines, at=house.at)
    assert Client().post(page_of(sent, house), {"said": "useful"}).status_code == 410


def test_another_site_cannot_press_the_button(house: House, sent: Sending) -> None:
    assert Client(enforce_csrf_checks=True).post(page_of(sent, house), {"said": "useful"}).status_code == 403


def test_our_people_see_it_among_what_was_said(
    house: House, sent: Sending, client_of: Callable[[Person], Client]
) -> None:
    Client().post(page_of(sent, house), {"said": "useful", "points": "4", "word": "Clear"})
    page = client_of(house.vera).get(f"/accounts/{house.northwind.pk}/").content.decode()
    assert ("They marked “Monday”" in page, "Useful · 4 of 5 · Clear" in page) == (True, True)
    assert "They marked" not in client_of(house.marta).get(f"/accounts/{house.rival.pk}/").content.decode()


def test_in_the_portal_it_is_the_same_mark(house: House, sent: Sending, portal_of: Of) -> None:
    Client().post(page_of(sent, house), {"said": "not_useful"})
    ines = portal_of(house.ines)
    where = f"/portal/updates/{sent.update_id}/"
    assert "Not useful" in ines.get(where).content.decode()
    ines.post(f"{where}mark/", {"said": "useful"})
    assert standing() == ["Useful"]
    assert ines.post(f"{where}mark/", {}).status_code == 422


def test_an_answer_under_an_update_asks_for_ours(house: House, sent: Sending, portal_of: Of) -> None:
    ines, where = portal_of(house.ines), f"/portal/updates/{sent.update_id}/"
    assert ines.post(f"{where}answers/", {"words": " "}).status_code == 422
    ines.post(f"{where}answers/", {"words": "And the prices?"})
    said = Touchpoint.objects.unanswered().get()
    assert (said.contact, said.form, said.summary) == (house.ines, "portal", "And the prices?")
    assert "And the prices?" in ines.get(where).content.decode()
    assert "And the prices?" not in portal_of(house.tom).get(where).content.decode()


def test_our_reply_stands_under_the_answer_once_it_arrived(house: House, sent: Sending, portal_of: Of) -> None:
    ines, where = portal_of(house.ines), f"/portal/updates/{sent.update_id}/"
    ines.post(f"{where}answers/", {"words": "And the prices?"})
    asked = Touchpoint.objects.unanswered().get()
    message_module.send(
        house.ines, kind="answer", subject="Re: Monday", body="From *Thursday* on", by=house.vera, at=house.at,
        answers=asked,
    )  # fmt: skip
    assert "Thursday" not in ines.get(where).content.decode()
    Sending.objects.filter(update=None).update(delivered_at=house.at)
    assert "From <em>Thursday</em> on" in ines.get(where).content.decode()


def test_updates_come_in_pages_of_twenty(house: House, portal_of: Of) -> None:
    for ago in range(45):
        at = house.at - timedelta(days=ago)
        told = update.send(
            house.northwind,
            day=house.day - timedelta(days=ago),
            subject=f"Day {ago}",
            body="Done",
            by=house.vera,
            at=at,
        )
        Sending.objects.filter(update=told).update(delivered_at=at)
    ines, seen, where = portal_of(house.ines), [], "/portal/updates/"
    while where:
        page = ines.get(where).content.decode()
        seen.append(len(re.findall(r">Day \d+<", page)))
        older = re.search(r'href="(/portal/updates/\?before=[^"]+)"', page)
        where = older[1] if older else ""
    assert seen == [20, 20, 5]
    assert ines.get("/portal/updates/?before=nonsense").status_code == 200


def test_what_has_reached_nobody_is_not_shown_yet(house: House, portal_of: Of) -> None:
    told = update.send(house.northwind, day=house.day, subject="Monday", body="Done", by=house.vera, at=house.at)
    assert Update.objects.count() == 1
    assert portal_of(house.ines).get(f"/portal/updates/{told.pk}/").status_code == 404

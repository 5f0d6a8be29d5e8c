"""Today: the list a person can finish, by client, most urgent first."""

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.desk import Desk
from keepstep.domain.agency import person
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients import account as client
from keepstep.domain.clients import contact, contact_chat
from keepstep.domain.clients.contact_chat import ContactChat
from keepstep.domain.delivery import ball, project, task
from keepstep.domain.talk import safety_net, sending, touchpoint, trouble, unsent, update
from keepstep.domain.talk.came_back import came_back
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.round import run
from keepstep.round import safety_net as net
from keepstep.round.item import Item
from keepstep.web.today import board
from keepstep.web.today.deeds import deed
from tests.cast import House, welcome
from tests.queries import queries_of

In = Callable[[Person], Client]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    """Pages ask the clock; here it is always Monday, 09:00."""
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


def on_board(house: House, person: Person) -> list[tuple[str, list[str]]]:
    run.run(day=house.day, at=house.at)
    shown = board.of(Desk(person), at=house.at)
    return [(group.name, [line.title for line in group.lines]) for group in shown["groups"]]


def test_the_most_urgent_client_stands_first(house: House) -> None:
    lumen = welcome("Lumen", manager=house.vera)
    project.start(lumen, name="Site", at=house.at - 40 * DAY)
    touchpoint.record(lumen, direction="in", form="email", at=house.at - 4 * DAY, summary="Where are we?")
    task.plan(house.project, title="Header", due=house.day, at=house.at)
    task.plan(house.project, title="Header", due=house.day, at=house.at)
    assert on_board(house, house.vera) == [
        ("Lumen", ["Answer the client", "Send today's update", "Date the next task"]),
        ("Northwind Bakery", ["Send today's update"]),
    ]
    assert on_board(house, house.oleg) == [("Lumen", ["Telephone the client"])]


def test_a_card_that_was_shown_before_says_what_holds_now_to_whoever_reads_it(house: House, client_of: In) -> None:
    lumen = welcome("Lumen", manager=house.vera)
    project.start(lumen, name="Site", at=house.at - 40 * DAY)
    touchpoint.record(lumen, direction="in", form="email", at=house.at - 4 * DAY, summary="Where are we?")
    task.plan(house.project, title="Header", due=house.day, at=house.at)
    run.run(day=house.day, at=house.at)
    reader = client_of(house.vera)
    said = ["Northwind Bakery</a></h2>", "Southwind</a></h2>", "Send today", "\0"]
    page = reader.get("/").content.decode()
    assert [words in page for words in said] == [True, False, True, False]
    client.amend(house.northwind, name="Southwind")
    person.amend(house.vera, language="ru")
    page = reader.get("/").content.decode()
    assert [words in page for words in said] == [False, True, False, False]


def test_an_update_on_its_way_is_not_asked_for_again(house: House) -> None:
    task.plan(house.project, title="Header", due=house.day, at=house.at)
    assert on_board(house, house.vera) == [("Northwind Bakery", ["Send today's update"])]
    update.send(house.northwind, day=house.day, subject="s", body="b", by=house.vera, at=house.at)
    shown = board.of(Desk(house.vera), at=house.at)
    assert (shown["groups"], shown["on_the_way"], shown["progress"].kept) == ([], 1, 0)


def test_the_day_is_kept_when_the_letters_have_arrived(house: House, client_of: In) -> None:
    task.plan(house.project, title="Header", due=house.day, at=house.at)
    run.run(day=house.day, at=house.at)
    update.send(house.northwind, day=house.day, subject="s", body="b", by=house.vera, at=house.at)
    taken = sending.take(Sending.objects.get().pk, at=house.at)
    assert taken
    sending.deliver(taken, at=house.at)
    run.look_again(house.northwind.pk, at=house.at)
    page = client_of(house.vera).get("/").content.decode()
    assert "The day is kept" in page
    assert "<b>1 of 1</b> client kept" in page


def test_letters_that_were_refused_stand_on_top(house: House, client_of: In) -> None:
    update.send(house.northwind, day=house.day, subject="s", body="b", by=house.vera, at=house.at)
    known = sending.take(Sending.objects.get().pk, at=house.at)
    assert known
    sending.refuse(known, at=house.at, fault="550 no such mailbox")
    page = client_of(house.vera).get("/").content.decode()
    assert "550 no such mailbox" in page
    assert client_of(house.vera).post(reverse("sending_again", args=[known.pk])).status_code == 302
    assert Sending.objects.get().failed_at is None


def refused(house: House) -> Sending:
    """Today's update, which the mail server does not take."""
    run.run(day=house.day, at=house.at)
    update.send(house.northwind, day=house.day, subject="s", body="b", by=house.vera, at=house.at)
    taken = sending.take(Sending.objects.get().pk, at=house.at)
    assert taken
    sending.refuse(taken, at=house.at, fault="550 no such mailbox")
    return taken


def test_an_update_that_has_reached_nobody_is_asked_for_another_way(house: House) -> None:
    task.plan(house.project, title="Header", due=house.day, at=house.at)
    known = refused(house)
    assert on_board(house, house.vera) == [("Northwind Bakery", ["Reach them another way"])]
    trouble.again(known, at=house.at)
    assert on_board(house, house.vera) == []
    Sending.objects.update(failed_at=house.at)
    trouble.give_up(known, by=house.vera, at=house.at)
    assert on_board(house, house.vera) == [("Northwind Bakery", ["Reach them another way"])]
    touchpoint.record(house.northwind, direction="out", form="call", by=house.vera, at=house.at)
    assert on_board(house, house.vera) == []


def test_what_was_refused_goes_by_the_other_channel_once(house: House, client_of: In) -> None:
    known, reader = refused(house), client_of(house.vera)
    where = reverse("sending_another_way", args=[known.pk])
    assert "Send in Telegram" not in reader.get("/").content.decode()
    assert reader.post(where, headers={"HX-Request": "true"}).status_code == 422
    code = contact_chat.ask(house.ines, at=house.at)
    chat = ContactChat.objects.get()
    assert code and contact_chat.link(chat, chat=7, name="Ines", at=house.at)
    assert "Send in Telegram" in reader.get("/").content.decode()
    assert [reader.post(where, headers={"HX-Request": "true"}).status_code for _click in range(2)] == [200, 422]
    sent = Sending.objects.order_by("channel").values_list("channel", "address", "settled_by__name", "failed_at")
    assert list(sent) == [("email", "ines@northwind.test", "Vera", house.at), ("telegram", "7", None, None)]


def test_a_doubtful_letter_is_settled_by_a_person(house: House, client_of: In) -> None:
    run.run(day=house.day, at=house.at)
    update.send(house.northwind, day=house.day, subject="s", body="b", by=house.vera, at=house.at)
    taken = sending.take(Sending.objects.get().pk, at=house.at)
    assert taken
    sending.hand_over(taken, at=house.at)
    sending.doubt(taken, fault="the line broke")
    client_of(house.vera).post(reverse("sending_arrived", args=[taken.pk]))
    assert Touchpoint.objects.get().summary == "s"
    answer = client_of(house.vera).post(reverse("sending_give_up", args=[taken.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 422


def test_a_message_that_needs_no_answer_leaves_the_list(house: House, client_of: In) -> None:
    asked = touchpoint.record(house.northwind, direction="in", form="email", at=house.at, summary="Thank you!")
    run.run(day=house.day, at=house.at)
    client_of(house.vera).post(reverse("touchpoint_settle", args=[asked.pk]))
    assert Item.objects.get(duty="answer_client").outcome == "done"


def test_an_item_is_skipped_with_a_reason(house: House, client_of: In) -> None:
    run.run(day=house.day, at=house.at)
    found = Item.objects.get(duty="daily_update")
    where = reverse("item_skip", args=[found.pk])
    assert client_of(house.vera).post(where, {"reason": ""}).status_code == 422
    assert client_of(house.vera).post(where, {"reason": "They are on holiday"}).status_code == 302
    found.refresh_from_db()
    assert (found.outcome, found.reason) == ("skipped", "They are on holiday")


def test_a_push_on_a_rung_is_noted_with_it(house: House, client_of: In) -> None:
    """The third rung is the decision maker's; a call to anybody on it is its evidence."""
    ball.throw(house.project, side="client", awaited="photos", contact=house.ines, by=None, at=house.at - 9 * DAY)
    house.project.steps.update(day=house.day - 6 * DAY)
    run.run(day=house.day, at=house.at)
    found = Item.objects.get(duty="push_stall")
    assert (found.person, found.rung) == (house.vera, 3)
    client_of(house.vera).post(deed(found, found.facts).address, {"how": "call"})
    found.refresh_from_db()
    assert found.outcome == "done"


@pytest.mark.parametrize("clients", [1, 3])
def test_it_costs_as_many_queries_with_three_clients_as_with_one(house: House, client_of: In, clients: int) -> None:
    for number in range(clients - 1):
        made = welcome(f"Client {number}", manager=house.vera)
        contact.introduce(made, name="Ada", email=f"ada{number}@client.test")
        project.start(made, name="Site", at=house.at - 40 * DAY)
    run.run(day=house.day, at=house.at)
    browser = client_of(house.vera)
    assert browser.get("/").content.decode().count('today-client"') == clients
    assert queries_of(browser, "/") == 7


def test_a_stall_is_taken_from_today_and_stays_there_until_it_is_pushed(house: House, client_of: In) -> None:
    ball.throw(house.project, side="client", awaited="photos", contact=house.ines, by=None, at=house.at - 9 * DAY)
    house.project.steps.update(day=house.day - 6 * DAY)
    run.run(day=house.day, at=house.at)
    where, browser = reverse("stall_take", args=[house.project.pk]), client_of(house.vera)
    assert where in browser.get("/").content.decode()
    browser.post(where)
    page = browser.get("/").content.decode()
    assert (where in page, "of the stall. Taken by Vera." in page) == (False, True)


def test_days_in_a_row_are_those_on_which_every_client_was_kept(house: House) -> None:
    lumen = welcome("Lumen", manager=house.vera)
    for back, kept in enumerate(((True, False), (True, True), (True, True), (False, True), (True, True))):
        for account, is_kept in zip((house.northwind, lumen), kept, strict=True):
            at = house.at - back * DAY
            DueDay.objects.create(account=account, day=at.date(), kept_at=at if is_kept else None)
    shown = board.of(Desk(house.vera), at=house.at)["progress"]
    assert (shown.due, shown.kept, shown.streak) == (2, 1, 2)
    DueDay.objects.filter(day=house.day).update(kept_at=house.at)
    assert board.of(Desk(house.vera), at=house.at)["progress"].streak == 3


def test_an_update_that_came_back_breaks_the_day_and_stands_on_today(house: House) -> None:
    task.plan(house.project, title="Header", due=house.day, at=house.at)
    run.run(day=house.day, at=house.at)
    update.send(house.northwind, day=house.day, subject="s", body="b", by=house.vera, at=house.at)
    sent = sending.take(Sending.objects.get().pk, at=house.at)
    assert sent is not None
    sending.hand_over(sent, at=house.at)
    sending.deliver(sent, at=house.at)
    shown = board.of(Desk(house.vera), at=house.at)
    assert (shown["progress"].kept, list(shown["troubled"])) == (1, [])
    sent.refresh_from_db()
    assert came_back(sent, at=house.at, fault="550 no such user")
    shown = board.of(Desk(house.vera), at=house.at)
    assert (shown["progress"].kept, list(shown["troubled"])) == (0, [sent])


def test_that_no_answer_is_needed_is_taken_back_from_the_toast(house: House, client_of: In) -> None:
    asked = touchpoint.record(house.northwind, direction="in", form="email", at=house.at, summary="Thank you!")
    run.run(day=house.day, at=house.at)
    browser, undo = client_of(house.vera), reverse("touchpoint_wait_again", args=[asked.pk])
    assert undo in browser.post(reverse("touchpoint_settle", args=[asked.pk]), follow=True).content.decode()
    browser.post(undo)
    asked.refresh_from_db()
    assert (asked.settled_at, asked.needs_no_answer) == (None, False)
    assert Item.objects.open().filter(duty="answer_client", touchpoint=asked).exists()


def test_it_says_beforehand_what_goes_by_itself_and_afterwards_that_it_did(house: House, client_of: In) -> None:
    safety_net.stretch(is_on=True, hour=time(17), by=house.oleg, at=house.at)
    run.run(day=house.day, at=house.at)
    reader = client_of(house.vera)
    assert "Goes by itself at 17:00 unless you send it." in reader.get("/").content.decode()
    five = house.at + timedelta(hours=8)
    net.spread(house.agency.pk, at=five)
    taken = sending.take(Sending.objects.get().pk, at=five)
    assert taken
    sending.deliver(taken, at=five)
    run.look_again(house.northwind.pk, at=five)
    page = reader.get("/").content.decode()
    assert ("went out by itself" in page, "Goes by itself" in page) == (True, False)


def test_it_says_why_nothing_goes_by_itself(house: House, client_of: In) -> None:
    safety_net.stretch(is_on=True, hour=time(17), by=house.oleg, at=house.at)
    run.run(day=house.day, at=house.at)
    words = {"en": Wording("s", "b")}
    unsent.keep(house.northwind, day=house.day, texts=words, facts={}, by=house.vera, at=house.at)
    assert "Does not go by itself: you have begun it." in client_of(house.vera).get("/").content.decode()

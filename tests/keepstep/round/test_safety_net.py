"""The safety net lets out what nobody has sent by the hour, once, and holds back where a person is to look (§5.2)."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepstep.domain.agency import calendar
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import State
from keepstep.domain.delivery import milestone, pause, project, step
from keepstep.domain.talk import message, order, safety_net, sending, touchpoint, trouble, unsent, update
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.message import Kind
from keepstep.domain.talk.order import Outcome
from keepstep.domain.talk.safety_net import Stand
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.outlet import jobs
from keepstep.round import item
from keepstep.round.item import Item
from keepstep.round.run import run
from keepstep.round.safety_net import Coming, Held, coming, moment, spread
from keepstep.round.telling import told
from tests.cast import House, welcome
from tests.mailbox import Mailbox

HOUR = timedelta(hours=1)
FIVE = time(17)


def five(house: House) -> datetime:
    """Five in the afternoon in Berlin."""
    return house.at + 8 * HOUR


def stretched(house: House) -> None:
    """The round has run, and the agency lets go at five what is not sent."""
    safety_net.stretch(is_on=True, hour=FIVE, by=house.oleg, at=house.at)
    run(day=house.day, at=house.at)


def gone(house: House, *, at: datetime | None = None) -> list[str]:
    spread(house.agency.pk, at=at or five(house))
    return list(Update.objects.filter(by_itself=True).order_by("account__name").values_list("account__name", flat=True))


def held(house: House) -> Held | None:
    return coming([house.northwind.pk], day=house.day, at=five(house))[house.northwind.pk].held


def test_at_the_hour_the_draft_goes_by_itself_and_says_so(house: House) -> None:
    stretched(house)
    assert gone(house, at=five(house) - timedelta(seconds=1)) == []
    assert gone(house) == ["Northwind Bakery"]
    sent = Update.objects.get()
    assert (sent.subject, sent.by, sent.written_at) == ("2 March: Menu page is ready", None, five(house))
    assert sent.body == (
        "Hello, Ines!\n\n**Done**\n- Menu page is ready\n\nTomorrow we go on and will tell you what has moved.\n\n"
        "This message was put together and sent automatically. Your answer is read by Vera."
    )
    assert [(one.contact, one.channel, one.address) for one in Sending.objects.all()] == [
        (house.ines, "email", "ines@northwind.test")
    ]


def test_it_goes_once_however_often_it_is_looked_at(house: House) -> None:
    stretched(house)
    for minutes in range(0, 30, 10):
        spread(house.agency.pk, at=five(house) + timedelta(minutes=minutes))
    assert Sending.objects.count() == 1


def test_each_reader_gets_it_in_their_language_and_the_manager_is_told(house: House) -> None:
    contact.introduce(house.northwind, name="Olga", email="olga@northwind.test", language="ru")
    stretched(house)
    gone(house)
    sent = Update.objects.get()
    assert "Сообщение составлено и отправлено автоматически. Ваш ответ прочитает Vera." in sent.others["ru"]["body"]
    assert Sending.objects.count() == 2
    (notice,) = Notification.objects.filter(person=house.vera, kind="by_itself")
    assert told(notice) == ("Today's update went out by itself", "Northwind Bakery", sent.subject)


def test_a_worker_that_was_down_makes_up_for_it_but_not_in_the_evening(house: House) -> None:
    stretched(house)
    assert gone(house, at=five(house) + 2 * HOUR) == []
    assert gone(house, at=five(house) + 2 * HOUR - timedelta(minutes=1)) == ["Northwind Bakery"]


def test_without_a_word_of_the_agency_nothing_goes_by_itself(house: House) -> None:
    run(day=house.day, at=house.at)
    assert gone(house) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "goes"),
    [
        (True, Stand.AGENCY, True), (True, Stand.OFF, False), (True, Stand.ON, True),
        (False, Stand.AGENCY, False), (False, Stand.OFF, False), (False, Stand.ON, True),
    ],
)  # fmt: skip
def test_a_client_follows_the_agency_or_has_its_own_way(house: House, ours: bool, theirs: Stand, goes: bool) -> None:
    safety_net.stretch(is_on=not ours, hour=FIVE, by=house.oleg, at=house.at - HOUR)
    safety_net.stretch(is_on=ours, hour=FIVE, by=house.oleg, at=house.at)
    safety_net.stretch_for(house.northwind, stand=Stand.ON, by=house.vera, at=house.at - HOUR)
    safety_net.stretch_for(house.northwind, stand=theirs, by=house.vera, at=house.at)
    run(day=house.day, at=house.at)
    assert gone(house) == (["Northwind Bakery"] if goes else [])


# Whatever of these has happened, nothing goes by itself; None where the day is not open at all.


def paused(house: House) -> None:
    pause.agree(house.northwind, since=house.at + HOUR, agreed_with="Ines", by=house.vera, at=house.at)


def resting(house: House) -> None:
    account.become(house.northwind, State.PAUSED, by=house.oleg, at=house.at + HOUR, reason="holidays")


def closed(house: House) -> None:
    project.close(house.project, at=house.at + HOUR)


def skipped(house: House) -> None:
    item.skip(Item.objects.get(duty="daily_update"), reason="They are away", at=house.at + HOUR)


def talked(house: House) -> None:
    touchpoint.record(house.northwind, direction="in", form="call", at=house.at + HOUR)


def sent(house: House) -> None:
    update.send(house.northwind, day=house.day, subject="s", body="b", by=house.vera, at=house.at + HOUR)


def scheduled(house: House) -> None:
    update.send(
        house.northwind, day=house.day, subject="s", body="b", by=house.vera, at=house.at + HOUR, wait=10 * HOUR
    )


def kept(house: House) -> None:
    texts = {"en": Wording("s", "b")}
    unsent.keep(house.northwind, day=house.day, texts=texts, facts={}, by=house.vera, at=house.at + HOUR)


def writing(house: House) -> None:
    message.send(
        house.ines, kind=Kind.FOLLOW_UP, subject="s", body="b", by=house.vera, at=house.at + HOUR, project=house.project
    )


def refused(house: House) -> None:
    yesterday = house.at - timedelta(days=3)
    update.send(house.northwind, day=yesterday.date(), subject="s", body="b", by=house.vera, at=yesterday)
    taken = sending.take(Sending.objects.get().pk, at=yesterday)
    assert taken
    sending.refuse(taken, at=yesterday, fault="550 no such mailbox")


def given_up(house: House) -> None:
    refused(house)
    assert trouble.give_up(Sending.objects.get(), by=house.vera, at=house.at)


def unclear(house: House) -> None:
    writing(house)
    taken = sending.take(Sending.objects.get().pk, at=house.at + 2 * HOUR)
    assert taken
    sending.hand_over(taken, at=house.at + 2 * HOUR)


def unreachable(house: House) -> None:
    contact.depart(house.ines, at=house.at + HOUR)


def wordless(house: House) -> None:
    house.project.steps.all().delete()


@pytest.mark.parametrize("happened", [paused, resting, closed, skipped, talked, sent, scheduled])
def test_a_day_that_is_not_open_is_left_alone(house: House, happened: Callable[[House], None]) -> None:
    stretched(house)
    happened(house)
    assert gone(house) == []
    assert coming([house.northwind.pk], day=house.day, at=five(house)) == {}


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        (kept, Held.KEPT), (writing, Held.LETTER), (refused, Held.FAULT), (given_up, Held.FAULT),
        (unclear, Held.FAULT), (unreachable, Held.NOBODY), (wordless, Held.NOTHING),
    ],
)  # fmt: skip
def test_it_holds_back_where_a_person_is_to_look(house: House, happened: Callable[[House], None], why: Held) -> None:
    stretched(house)
    happened(house)
    assert held(house) == why
    assert gone(house) == []


def test_a_date_ahead_is_enough_to_tell(house: House) -> None:
    stretched(house)
    wordless(house)
    milestone.promise(house.project, title="Launch", due=house.day + timedelta(days=20))
    assert (held(house), gone(house)) == (None, ["Northwind Bakery"])


def test_a_mended_address_is_written_to_again(house: House) -> None:
    stretched(house)
    given_up(house)
    step.record(house.project, title="Prices", by=house.pavel, at=house.at)
    contact.amend(house.ines, email="ines.weber@northwind.test")
    assert (held(house), gone(house)) == (None, ["Northwind Bakery"])


def test_it_is_told_beforehand_when_it_goes(house: House) -> None:
    stretched(house)
    assert coming([house.northwind.pk], day=house.day, at=house.at) == {house.northwind.pk: Coming(five(house), None)}


def test_the_hour_is_that_of_the_clients_clock(house: House) -> None:
    there = calendar.add(name="Lisbon")
    calendar.change(there, zone="Europe/Lisbon", country="", subdivision="", week=there.week)
    account.amend(house.northwind, calendar=there)
    stretched(house)
    assert gone(house) == []
    assert gone(house, at=five(house) + HOUR) == ["Northwind Bakery"]


def test_on_a_shortened_day_it_goes_an_hour_before_the_day_is_over(house: House) -> None:
    calendar.make_exception(default_calendar(), day=house.day, hours=[["09:00", "15:00"]])
    hours = default_calendar().working_time()
    assert moment(hours, FIVE, house.day) == five(house) - 3 * HOUR
    assert moment(hours, time(12), house.day) == five(house) - 5 * HOUR
    assert moment(hours, FIVE, house.day - timedelta(days=1)) is None


def statements(house: House) -> int:
    with CaptureQueriesContext(connection) as queries:
        spread(house.agency.pk, at=five(house))
    return len(queries)


def test_many_clients_take_no_more_statements(house: House) -> None:
    stretched(house)
    few = statements(house)
    for number in range(12):
        made = welcome(f"Client {number:02d}", manager=house.vera)
        contact.introduce(made, name="Ann", email=f"ann@{number}.test")
        site = project.start(made, name="Site", at=house.at - timedelta(days=20))
        step.record(site, title="Home page", by=house.pavel, at=house.at - HOUR)
    run(day=house.day, at=house.at)
    assert statements(house) <= few
    assert Update.objects.count() == 13


def test_it_keeps_the_day_once_it_has_arrived_and_the_order_shows_how(house: House, post: Mailbox) -> None:
    stretched(house)
    gone(house)
    taken = sending.take(Sending.objects.get().pk, at=five(house))
    assert taken
    sending.deliver(taken, at=five(house) + timedelta(minutes=1))
    assert DueDay.objects.get().kept_at == five(house) + timedelta(minutes=1)
    touches, sendings = Touchpoint.objects.all(), Sending.objects.all()
    known = order.outcomes(DueDay.objects.all(), touches, sendings, today=house.day)
    assert known[house.northwind.pk][house.day].outcome == Outcome.ITSELF


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("stage", "written"), [("written", 0), ("let out", 1)])
def test_a_worker_that_dies_at_it_is_made_up_for_once(
    open_house: House, post: Mailbox, stage: str, written: int
) -> None:
    house = open_house
    with house.agency.entered():
        stretched(house)
    words = [connection.settings_dict["NAME"], str(house.agency.pk), stage, five(house).isoformat()]
    ended = subprocess.run([sys.executable, "-m", "tests.keepstep.round.dying_net", *words], timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL
    with house.agency.entered():
        assert Update.objects.count() == written
    for _minute in range(2):
        spread(house.agency.pk, at=five(house))
        jobs.sweep()
    (letter,) = post.letters
    assert letter["From"] == "Lighthouse <updates@lighthouse.test>"
    assert letter["Reply-To"] == "vera@lighthouse.test"
    assert "sent automatically" in post.texts()[0]

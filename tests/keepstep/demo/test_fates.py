"""The demo agency of an ordinary Tuesday, 11:00: every fate is there, with the figures that prove it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import F, Max
from pytest_django import DjangoDbBlocker

import keepstep.demo
from keepstep.demo import en
from keepstep.demo.agency import Demo
from keepstep.demo.day import clock
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account, AccountState
from keepstep.domain.delivery.amendment import Amendment
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.ledger import ledgers
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.movement import Hands
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Step
from keepstep.domain.sales.handover import Handover
from keepstep.domain.talk.answer import Answer
from keepstep.domain.talk.document import Document
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.incoming import Fate, Incoming
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.standing import Standing, standings
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.formulas.day_count import DayCount
from keepstep.formulas.ledger import Exposure
from keepstep.round.item import Item
from tests.keepstep.demo.conftest import DAY, standing


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Demo]:
    """Made once for all tests here, which only look at it."""
    with standing(django_db_blocker, days=70) as made, made.agency.entered():
        yield made


def of(fate: str) -> Account:
    return Account.objects.with_state().get(name=en.CONTENT.clients[fate].name)


def stands(fate: str) -> Standing:
    account, time = of(fate), default_calendar().working_time()
    days = DayCount(time.is_working_day, today=DAY)
    at = clock(DAY, 11, time.zone)
    return standings([account.pk], days=days, zone=str(time.zone), patience=2, at=at)[account.pk]


def exposure(fate: str, demo: Demo) -> Exposure:
    """Of the client's first project."""
    account = of(fate)
    first = Project.objects.filter(account=account).order_by("opened_at")[:1]
    states = list(AccountState.objects.filter(account=account))
    (ledger,) = ledgers(first, states=states, time=default_calendar().working_time(), at=demo.at).values()
    return ledger.exposure


def asked_of(person: Person) -> set[tuple[str, str]]:
    """The open items of a person: duty and client; but for the dossier's, which come to each client on a day that its
    key decides."""
    return set(Item.objects.open().of(person).exclude(duty="know_client").values_list("duty", "account__name"))


def named(*pairs: tuple[str, str]) -> set[tuple[str, str]]:
    return {(duty, en.CONTENT.clients[fate].name) for duty, fate in pairs}


def test_an_update_of_yesterday_showed_a_picture_and_was_corrected_with_a_file(demo: Demo) -> None:
    (second,) = Update.objects.filter(account=of("growing")).exclude(corrects=None)
    first = second.corrects
    assert first is not None
    said = en.CONTENT.clients["growing"].enclosed
    assert said is not None and said.line in first.body and second.subject == said.subject
    enclosed = Enclosure.objects.filter(update__in=(first, second)).order_by("added_at")
    assert list(enclosed.values_list("update", "name", "is_shown")) == [
        (first.pk, "Winter section, mock-up.png", True), (second.pk, "Winter section, mock-up 2.pdf", False),
    ]  # fmt: skip
    assert Sending.objects.filter(update__in=(first, second), delivered_at=None).count() == 0


def test_thirteen_clients_are_in_the_states_of_their_fates(demo: Demo) -> None:
    states = dict.fromkeys(en.CONTENT.clients, "active") | {
        "fresh": "onboarding", "leaving": "churned",
    }  # fmt: skip
    assert {
        fate: of(fate).state  # type: ignore[attr-defined]  # annotated
        for fate in states
    } == states


def test_the_manager_has_most_of_the_clients(demo: Demo) -> None:
    assert [Account.objects.of(manager).count() for manager in demo.managers] == [8, 3, 5]


def test_the_managers_day_asks_for_each_kind_of_duty(demo: Demo) -> None:
    assert asked_of(demo.manager) == named(
        ("answer_client", "asking"),
        ("warn_early", "slipping"),
        ("warn_early", "growing"),
        ("push_stall", "third"),
        ("push_stall", "told"),
        ("next_step", "unplanned"),
        ("kickoff", "fresh"),
        ("overdue_payment", "told"),
        *(("daily_update", fate) for fate in ("told", "asking", "slipping", "unplanned", "third")),
        *(("development_talk", fate) for fate in ("model", "asking", "slipping", "third")),
        *(("client_goal", fate) for fate in ("growing", "asking", "slipping", "unplanned")),
    ) | {("first_response", None), ("accept_handover", None)}


def test_two_of_the_managers_clients_are_told_already(demo: Demo) -> None:
    kept = DueDay.objects.filter(day=DAY, account__manager=demo.manager).exclude(kept_at=None)
    assert set(kept.values_list("account__name", flat=True)) == {of("model").name, of("growing").name}


def test_the_others_have_their_part_of_the_day(demo: Demo) -> None:
    assert asked_of(demo.owner) == named(("call_client", "told")) | {("accept_handover", None)}
    assert asked_of(demo.head) == named(("call_client", "silent"), ("call_client", "untold"))
    assert asked_of(demo.specialist) == named(("push_stall", "both"))
    assert named(("next_step", "silent")) <= asked_of(demo.producers[0])
    assert named(("answer_client", "silent")) <= asked_of(demo.managers[1])


def test_the_model_client_heard_from_us_on_every_day_and_never_stalls(demo: Demo) -> None:
    assert (stands("model").due, stands("model").kept, stands("model").stall) == (20, 20, 0)


def test_the_client_who_was_told_holds_itself_up_and_every_day_is_covered(demo: Demo) -> None:
    told = exposure("told", demo)
    assert (stands("told").stall, told.theirs_uncovered) == (30, 0)
    assert told.theirs_covered >= 30
    assert stands("told").kept == 20


def test_the_same_wait_in_silence_is_laid_at_our_door(demo: Demo) -> None:
    untold = exposure("untold", demo)
    assert stands("untold").stall == 33
    assert untold.theirs_uncovered >= 15
    assert (untold.value or 0) > (exposure("told", demo).value or 0)
    assert stands("untold").kept <= 3


def test_every_rung_of_the_one_who_was_told_was_climbed_but_todays(demo: Demo) -> None:
    rungs = set(
        Notice.objects.filter(ball__awaited="photos of the cakes").exclude(rung=None).values_list("rung", flat=True)
    )
    assert rungs == {1, 2, 3, 4, 5, 6, 7, 8}
    assert Item.objects.open().get(duty="call_client", account=of("told")).rung == 9


def test_the_silent_client_has_heard_nothing_for_nine_working_days(demo: Demo) -> None:
    heard, time = of("silent").heard_at, default_calendar().working_time()
    assert heard is not None
    assert time.days_between(time.local_day(heard), DAY) >= 9
    assert stands("silent").stall == 6
    assert Touchpoint.objects.unanswered().filter(account=of("silent")).count() == 1


def test_the_growing_client_has_three_projects(demo: Demo) -> None:
    assert stands("growing").projects == 3


def test_the_client_who_left_has_nothing_open_and_a_reason(demo: Demo) -> None:
    last = AccountState.objects.get(account=of("leaving"), until=None)
    assert (stands("leaving").projects, last.reason) == (0, en.CONTENT.clients["leaving"].words["reason"])
    assert of("leaving").left_at is not None


def test_a_client_and_a_project_rest_by_agreement_and_their_days_are_free(demo: Demo) -> None:
    resting = Pause.objects.lasting(demo.at)
    assert set(resting.values_list("account__name", "project__name")) == {
        (of("paused").name, None), (of("growing").name, "Letters to customers"),
    }  # fmt: skip
    assert exposure("paused", demo).free >= 12
    ended = Pause.objects.filter(until__lt=F("agreed_until"))
    assert list(ended.values_list("account__name", "resumed_by__name")) == [(of("unplanned").name, demo.manager.name)]


def test_a_date_will_slip_by_what_the_client_still_holds(demo: Demo) -> None:
    asked = Item.objects.open().get(duty="warn_early", account=of("growing"))
    assert (asked.facts["slow"], asked.ball is not None) == ("prices and stock of the winter goods", True)


def test_good_clients_have_little_exposure_and_those_who_hear_nothing_much(demo: Demo) -> None:
    values = {fate: exposure(fate, demo).value or 0 for fate in ("model", "told", "growing", "untold")}
    assert max(values["model"], values["told"], values["growing"]) < 45 < values["untold"]


def test_letters_came_in_from_clients_and_some_wait_to_be_sorted(demo: Demo) -> None:
    word = Incoming.objects.filter(fate=Fate.WORD)
    assert set(word.values_list("account__name", flat=True)) == {of(fate).name for fate in ("asking", "silent", "told")}
    assert Touchpoint.objects.unanswered().filter(account=of("asking"), form=Form.EMAIL).count() == 1
    assert Answer.objects.filter(update__account=of("told"), touchpoint__settled_at__isnull=False).count() == 1
    assert set(Incoming.objects.unsorted().values_list("sender_name", flat=True)) == {
        letter.sender_name for letter in en.CONTENT.strangers if not letter.is_automatic
    }
    assert Incoming.objects.filter(fate=Fate.AUTOMATIC).count() == 1


def test_one_client_asks_in_telegram_and_is_answered_there(demo: Demo) -> None:
    chat = Touchpoint.objects.filter(form=Form.TELEGRAM)
    assert set(chat.values_list("account__name", "direction")) == {
        (of("growing").name, direction) for direction in Direction.values
    }


def test_documents_are_shared_in_the_portal(demo: Demo) -> None:
    shared = Document.objects.shared().values_list("account__name", "name", "kind")
    pdf = "application/pdf"
    assert set(shared) == {
        *((of(fate).name, "Contract.pdf", pdf) for fate in ("model", "told", "growing")),
        (of("told").name, "Cakes to order, mock-up.pdf", pdf),
        *((of("model").name, f"{title}.pdf", pdf) for title in ("Clinic website, layout", "Search audit")),
    }


def test_one_waits_for_a_third_party_and_one_for_both_of_us(demo: Demo) -> None:
    assert (stands("third").hands, stands("third").stall) == (Hands.THIRD, 2)
    assert (stands("both").hands, stands("both").stall) == (Hands.US | Hands.CLIENT, 1)
    assert exposure("both", demo).concurrent >= 7


def test_a_colleague_takes_a_project_over_and_whose_it_was_stays_known(demo: Demo) -> None:
    handed = Amendment.objects.select_related("project__producer", "producer").get()
    assert (handed.project.account, handed.by) == (of("growing"), demo.managers[0])
    assert (handed.producer, handed.project.producer) == demo.producers


def test_nothing_has_happened_after_now(demo: Demo) -> None:
    lasts = [
        Step.objects.aggregate(at=Max("at")),
        Touchpoint.objects.aggregate(at=Max("at")),
        Update.objects.aggregate(at=Max("written_at")),
        Ball.objects.aggregate(at=Max("since")),
        Ball.objects.aggregate(at=Max("passed_at")),
        Notice.objects.aggregate(at=Max("at")),
        Milestone.objects.aggregate(at=Max("reached_at")),
        AccountState.objects.aggregate(at=Max("since")),
    ]
    assert [last["at"] for last in lasts if last["at"] > demo.at] == []


def test_every_update_was_really_delivered(demo: Demo) -> None:
    assert Sending.objects.filter(delivered_at=None).count() == 0
    assert Sending.objects.count() >= Update.objects.count() > 300


def test_only_the_verbs_of_the_pages_are_used() -> None:
    files = Path(keepstep.demo.__file__).parent.rglob("*.py")
    raw = ("objects.create", "bulk_create", ".save(", ".update(", "get_or_create", "insert into")
    assert [(file.name, word) for file in files for word in raw if word in file.read_text(encoding="utf-8")] == []


def test_one_update_went_by_itself_and_kept_its_day(demo: Demo) -> None:
    went = Update.objects.get(by_itself=True)
    assert (went.account, went.by, "sent automatically" in went.body) == (of("asking"), None, True)
    assert (
        DueDay.objects.get(account=went.account, day=went.day).kept_at == Sending.objects.get(update=went).delivered_at
    )


def test_handovers_wait_came_back_and_were_accepted(demo: Demo) -> None:
    states = sorted(Handover.objects.values_list("state", "manager__name"))
    waits, slow, others = demo.manager.name, demo.managers[1].name, demo.managers[2].name
    assert states == [
        ("accepted", slow), ("accepted", others), ("accepted", others), ("offered", waits), ("returned", slow)
    ]  # fmt: skip

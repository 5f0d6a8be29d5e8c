"""Whole files of other systems, as their users get them, become deals; no gate opens by that, and all can be undone."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest

from keepstep.domain.agency import own_list
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_import, deal_record, deal_task, file_import, handover, loss, pipeline
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_import import DealImport, DealImportRow
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.domain.sales.deal_task import DealTask
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.gate import NotTheirsToPass
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.pipeline import Stage
from keepstep.domain.sales.waiver import Waiver
from keepstep.intake.deal_sheet import fields, loading, stages
from keepstep.intake.sheet import pieces, table
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun

AMO = (
    "\ufeffID;Название сделки;Бюджет;Ответственный;Дата создания сделки;Дата закрытия;Примечание;Этап сделки;Воронка;"
    "Полное имя контакта;Компания контакта;Рабочий телефон;Рабочий email\r\n"
    '101;Сайт;"120 000 ₽";Vera;02.02.2026 16:14:05;не закрыта;Ждут КП;Первичный контакт;Воронка;Ирина Белова;'
    'ООО «Ясень»;"\'84955551234";irina@yasen.example\r\n'
)
BITRIX = (
    "ID;Название сделки;Стадия сделки;Воронка;Сумма;Валюта;Компания;Контакт;Ответственный;"
    "Предполагаемая дата закрытия;Дата начала;Контакт: Рабочий телефон\n"
    "7;Реклама;Новая;Общая;12000,50;Российский рубль (RUB);Вектор;Пётр Новиков;Vera;31.03.2026;01.02.2026;"
    "8 (916) 555-12-36\n"
)
HUBSPOT = (
    '"Record ID","Amount","Close Date","Create Date","Deal Name","Deal owner","Deal Stage","Next Activity Date",'
    '"Next step","Pipeline","Associated Company","Associated Contact"\n'
    '"5120000001","468.0","2026-04-30 16:14","2026-01-28 16:14","Rare books","Vera (vera@lighthouse.test)",'
    '"Appointment Scheduled","2026-03-05 10:00","Call Grace","Sales","Fjord Yoga","Grace Holm (grace@fjord.example)"\n'
)
PIPEDRIVE = (
    "Deal - ID,Deal - Title,Deal - Owner,Deal - Value,Deal - Currency of Value,Deal - Organization,"
    "Deal - Contact person,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Last stage change,Deal - Lost time,"
    "Deal - Lost reason\n"
    "3,Trucks,Somebody,1284.50,USD,Demir Logistics,Yusuf Demir,Negotiations Started,Lost,2026-01-02 09:00:00,"
    "2026-01-20 10:00:00,2026-02-01 12:00:00,Too expensive\n"
)
OURS = "Deal,Company,Stage,Amount,Proposal accepted,Brief answered,Contract signed,Paid on\n"


def given(house: House, text: str, by: Person | None = None, encoding: str = "utf-8", **facts: Any) -> DealImport:
    """The file is uploaded, recognised and started as it stands."""
    content = text.encode(encoding)
    found, along = table.read(content), pipeline.offered(house.agency)[0]
    own_list.offered(LossReason, house.agency)
    system, known = fields.guess(found.headings)
    one = file_import.receive(
        DealImport, content, name="export.csv", system=system, headings=found.headings, fields=known,
        total=len(found.rows), agency=house.agency, by=by or house.oleg, at=house.at,
    )  # fmt: skip
    ours = list(Stage.objects.still_open().select_related("pipeline"))
    said = {each.key: stages.proposed(each, ours) for each in stages.said(found.rows, known)}
    deal_import.start(
        one, by=by or house.oleg, at=house.at, country="RU",
        **{"stages": said, "pipeline": along, "person": house.oleg, "currency": "EUR", **facts},
    )  # fmt: skip
    loading.load(house.agency.pk, one.pk, clock=lambda: house.at)
    return one


def told(one: DealImport) -> list[tuple[int, str, list[list[str]]]]:
    return list(DealImportRow.objects.filter(of=one).values_list("number", "outcome", "faults"))


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all that is of deals, but of the imports."""
    kinds: tuple[Any, ...] = (Deal, DealRecord, DealTask, Evidence, Waiver)
    return {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in kinds}


@pytest.mark.parametrize(
    ("text", "encoding", "facts", "days"),
    [
        (
            AMO, "utf-8",
            ("Сайт", "ООО «Ясень»", "Ирина Белова", "irina@yasen.example", "+74955551234", Decimal(120_000), "RUB",
             "Vera", "New request", "open"),
            (datetime(2026, 2, 2, 15, 14, tzinfo=UTC), None, None),
        ),
        (
            BITRIX, "cp1251",
            ("Реклама", "Вектор", "Пётр Новиков", "", "+79165551236", Decimal("12000.50"), "RUB", "Vera",
             "New request", "open"),
            (datetime(2026, 1, 31, 23, tzinfo=UTC), None, date(2026, 3, 31)),
        ),
        (
            HUBSPOT, "utf-8",
            ("Rare books", "Fjord Yoga", "Grace Holm", "grace@fjord.example", "", Decimal(468), "EUR", "Vera",
             "New request", "open"),
            (datetime(2026, 1, 28, 15, 14, tzinfo=UTC), None, date(2026, 4, 30)),
        ),
        (
            PIPEDRIVE, "utf-8",
            ("Trucks", "Demir Logistics", "Yusuf Demir", "", "", Decimal("1284.50"), "USD", "Oleg", "New request",
             "lost"),
            (datetime(2026, 1, 2, 8, tzinfo=UTC), datetime(2026, 2, 1, 11, tzinfo=UTC), None),
        ),
    ],
)  # fmt: skip
def test_a_file_of_each_system(
    house: House, text: str, encoding: str, facts: tuple[Any, ...], days: tuple[Any, ...]
) -> None:  # fmt: skip
    given(house, text, encoding=encoding)
    made = Deal.objects.select_related("person", "stage").get()
    known = (
        made.title, made.company, made.name, made.email, made.phone, made.amount, made.currency, made.person.name,
        made.stage.name, made.state,
    )  # fmt: skip
    assert (known, (made.opened_at, made.closed_at, made.closes_on)) == (facts, days)


def test_history_tells_from_which_row_it_is_what_is_next_and_why_it_was_lost(house: House) -> None:
    given(house, HUBSPOT)
    given(house, PIPEDRIVE)
    books, trucks = Deal.objects.order_by("opened_at").reverse()
    said = [(one.kind, one.facts.get("row"), one.words) for one in books.records.all()]
    assert said == [("imported", 2, ""), ("begun", None, "")]
    assert list(books.tasks.values_list("title", "due", "planned_by")) == [
        ("Call Grace", date(2026, 3, 5), house.oleg.pk)
    ]
    assert (trucks.reason and trucks.reason.name, [one.kind for one in trucks.records.all()]) == (
        "Too expensive", ["imported", "lost", "begun"],
    )  # fmt: skip


def test_whoever_is_a_client_is_recognised_by_address_or_name(house: House) -> None:
    rows = "A,Northwind  bakery,,\nB,,,ines+x@northwind.test\nC,NORTHWIND BAKERY,,\n"
    given(house, f"Deal,Company,Contact,E-mail\n{rows}")
    found = {one.title: (one.account_id, one.contact_id) for one in Deal.objects.all()}
    northwind = house.northwind.pk
    assert found == {"A": (None, None), "B": (northwind, house.ines.pk), "C": (northwind, None)}


def test_a_gate_holds_a_deal_before_it_and_the_row_says_so(house: House) -> None:
    one = given(
        house,
        OURS + "A,A,Contract concluded,1,2026-01-05,2026-01-04,,\nB,B,Paid,1,,2026-01-04,2026-01-06,\n"
        "C,C,Proposal sent,1,,04.01.2026,,\nD,D,Won,1,2026-01-05,2026-01-04,2026-01-06,2026-01-07\nE,E,Won,1,,,,\n",
    )
    wait = "It stood in “%s” there and waits in “%s”. There is no evidence yet: %s"
    over = (
        "It was won there. Here a deal is over when the handover is accepted, or when a head writes why it may pass. "
        "There is no evidence yet: brief answered, proposal version accepted, contract signed, payment recorded, "
        "handover accepted"
    )
    assert told(one) == [
        (2, "held", [["Stage", wait % ("Contract concluded", "Price agreed", "contract signed")]]),
        (3, "held", [["Stage", wait % ("Paid", "Proposal sent", "proposal version accepted, payment recorded")]]),
        (4, "made", []),
        (5, "held", [["Stage", wait % ("Handed over", "Paid", "handover accepted")]]),
        (6, "refused", [["Stage", over]]),
    ]
    assert {each.title: each.stage.name for each in Deal.objects.select_related("stage")} == {
        "A": "Price agreed", "B": "Proposal sent", "C": "Proposal sent", "D": "Paid",
    }  # fmt: skip
    assert Evidence.objects.get(deal__title="C").day == date(2026, 1, 4)
    assert DealRecord.objects.get(deal__title="A", kind="imported").words.startswith("It stood in “Contract concluded”")


def test_what_was_won_there_is_history_once_a_head_has_written_why(house: House) -> None:
    text = "Deal,Company,Stage,Amount,Close date,Created\nA,A,Won,900,2025-06-30,2025-05-01\nB,B,Paid,1,,2026-01-01\n"
    lena = join("Lena", Role.SALES)
    with pytest.raises(NotTheirsToPass):
        given(house, text, by=lena, waiver="From amoCRM.")
    one = given(house, text, waiver=" From amoCRM. ")
    a, b = Deal.objects.order_by("title").select_related("stage")
    closed = datetime(2025, 6, 29, 22, tzinfo=UTC)
    assert (a.stage.name, a.state, a.closed_at, a.since, told(one)) == (
        "Handed over", "done", closed, closed, [(2, "made", []), (3, "made", [])],
    )  # fmt: skip
    assert (b.stage.name, b.state, b.closed_at) == ("Paid", "open", None)
    waived = list(Waiver.objects.filter(deal=a).values_list("gate", "reason", "by", "at"))
    assert waived == [(gate, "From amoCRM.", house.oleg.pk, closed) for gate in range(1, 6)]
    moved = deal_record.last(a, deal_record.Kind.MOVED)
    assert moved and (moved.words, moved.facts["waived"], moved.at) == ("From amoCRM.", [1, 2, 3, 4, 5], closed)


def test_rows_that_cannot_be_are_refused_with_what_is_wrong_in_which_column(house: House) -> None:
    one = given(
        house,
        "Deal,Company,Stage,Amount,Currency,Created,Paid on,E-mail\n"
        "A,,Garage,a lot,XYZ,soon,2027-01-01,a@\nB,,,,,,,\nC,C,Lost,,,,,\n",
    )
    assert told(one) == [
        (2, "refused", [
            ["E-mail", "a@ is no e-mail address."],
            ["Amount", "“a lot” is no amount: write 1200 or 1200.50."],
            ["Currency", "No currency has this code; as EUR, USD or RUB."],
            ["Created", "“soon” is no day: write 2026-03-02 or 02.03.2026."],
            ["Stage", "There is no stage “Garage” with us: say which it is."],
            ["Paid on", "This day is still to come."],
        ]),
        (3, "refused", [["", "Say with whom: a client, a company, or a name."]]),
        (4, "refused", [["", "Say why it was lost: choose a reason for rows that name none of ours."]]),
    ]  # fmt: skip
    assert not Deal.objects.exists()


@pytest.mark.parametrize("text", [AMO, BITRIX, HUBSPOT, PIPEDRIVE, OURS + "A,A,,1,,,,\n"])
def test_the_same_file_twice_adds_nothing(house: House, text: str) -> None:
    given(house, text)
    before = everything()
    assert (told(given(house, text)), everything()) == ([(2, "skipped", [])], before)


def test_a_known_deal_is_left_out_or_told_of_or_made_anyway(house: House) -> None:
    """By what is bought and by whom where no number says it; within the file too."""
    begun(house, title="Shop", company="Fjörd Ёж")
    rows = OURS + "shop,FJÖRD еж,,1,,,,\nNew,N,,1,,,,\nNEW,n,,2,,,,\n"
    outcomes = {policy: [row[1] for row in told(given(house, rows, policy=policy))] for policy in ("skip", "attach")}
    assert outcomes == {"skip": ["skipped", "made", "skipped"], "attach": ["attached"] * 3}
    assert [row[1] for row in told(given(house, rows, policy="anyway"))] == ["made"] * 3
    numbered = "ID,Deal,Company\n1,Again,Z\n2,Again,Z\n2,Again,Z\n"
    assert [row[1] for row in told(given(house, numbered))] == ["made", "made", "skipped"]


def test_taken_back_everything_is_as_it_was(house: House) -> None:
    begun(house, title="Shop", company="S")
    before = everything()
    rows = OURS + "Shop,S,,1,,,,\nA,A,Paid,1,2026-01-05,2026-01-04,,\nB,B,Won,1,,,,\nC,C,Lost,2,,,,\n"
    one = given(house, rows, policy="attach", waiver="Old.", reason=LossReason.objects.first() or _reason(house))
    assert [row[1] for row in told(one)] == ["attached", "made", "made", "made"]
    file_import.ask_undo(one, by=house.oleg, at=house.at)
    loading.undo(house.agency.pk, one.pk, clock=lambda: house.at)
    assert everything() == before


def _reason(house: House) -> LossReason:
    found: LossReason = own_list.offered(LossReason, house.agency)[0]
    return found


def test_deals_on_which_somebody_has_worked_stay(house: House) -> None:
    one = given(house, "Deal,Company,Next activity date\n" + "".join(f"{n},{n},2026-03-09\n" for n in "ABCDEF"))
    a, b, c, d, _e, f = Deal.objects.order_by("title")
    deals.amend(a, by=house.vera, at=house.at, title="Mine")
    deal_task.finish(b.tasks.get(), by=house.vera, at=house.at)
    loss.lose(c, reason=_reason(house), by=house.vera, at=house.at)
    handover.begin(d, by=house.vera, at=house.at)
    deal_task.plan(f, title="Call", due=house.day, by=house.oleg, at=house.at)
    DealTask.objects.filter(deal=f, title="Call").update(planned_at=datetime(2026, 3, 3, tzinfo=UTC))
    one.refresh_from_db()
    assert deal_import.undo(one, at=house.at) == 5
    assert [each.title for each in Deal.objects.order_by("title")] == ["B", "C", "D", "F", "Mine"]


@pytest.mark.parametrize("changed", [{"title": "Call in the evening"}, {"due": date(2026, 3, 10)}])
def test_a_deal_whose_next_task_has_other_words_or_another_day_stays(house: House, changed: dict[str, Any]) -> None:
    one = given(house, "Deal,Company,Next activity date\nA,A,2026-03-09\nB,B,2026-03-09\n")
    for deal in Deal.objects.all():
        task = deal.tasks.get()
        said: dict[str, Any] = {"title": task.title, "due": task.due} | (changed if deal.title == "A" else {})
        deal_task.amend(task, **said, by=house.vera, at=house.at)
    one.refresh_from_db()
    assert deal_import.undo(one, at=house.at) == 1
    assert [each.title for each in Deal.objects.all()] == ["A"]


def test_a_worker_that_died_between_two_pieces_goes_on_where_it_was(house: House) -> None:
    with patch.object(pieces, "PIECE", 2):
        one = given(house, "Deal,Company\n" + "".join(f"{n},{n}\n" for n in range(5)))
        loading.load(house.agency.pk, one.pk, clock=lambda: house.at)
    assert (Deal.objects.count(), DealImport.objects.get().done) == (5, 5)

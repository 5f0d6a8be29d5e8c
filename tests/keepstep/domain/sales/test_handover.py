"""Handovers: nothing of what was sold is lost, nothing is taken over before it is paid, nothing is there twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.agency import service, template
from keepstep.domain.agency.notification import Notification
from keepstep.domain.clients import account
from keepstep.domain.clients.account import Account, AccountState, State
from keepstep.domain.clients.contact import Contact
from keepstep.domain.clients.dossier import DossierEntry
from keepstep.domain.clients.payer import Payer
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.task import Task
from keepstep.domain.money import plan_line
from keepstep.domain.money.plan_line import PlanLine, Planned
from keepstep.domain.sales import (
    brief,
    brief_answer,
    contract,
    contract_mark,
    deal_invoice,
    evidence,
    gate,
    handover,
    handover_line,
    handover_person,
    handover_turn,
    loss,
    promise,
    questionnaire,
)
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.evidence import Evidence, NotByHand
from keepstep.domain.sales.gate import GateShut
from keepstep.domain.sales.handover import AlreadyAccepted, Handover
from keepstep.domain.sales.handover_line import PlannedAlready
from keepstep.domain.sales.handover_turn import Incomplete, NotOffered, NotTheirsToAccept, NotTheirsToAssign
from keepstep.domain.sales.pipeline import Gate
from tests.cast import House
from tests.keepstep.domain.money.bills import company, issued
from tests.keepstep.domain.sales.deals import begun, ground, prove, stages, too_dear
from tests.keepstep.domain.sales.handovers import accepted, offered, with_people, won

MARCH = date(2026, 3, 1)


def standing(made: Handover) -> Handover:
    return Handover.objects.get(pk=made.pk)


def told(house: House, made: Handover) -> list[tuple[str, str]]:
    of_it = Notification.objects.filter(kind__startswith="handover_").order_by("at", "id")
    return list(of_it.values_list("kind", "person__name"))


def test_it_begins_with_what_the_sale_has_found_out(house: House) -> None:
    made = won(house)
    known = made.brief, made.client, made.project, made.state
    assert known == ("A shop for cakes", "Bakery", "New shop", "prepared")
    assert list(made.people.values_list("name", "email")) == [("Bea", "bea@bakery.test")]


def test_it_begins_once_for_a_deal(house: House) -> None:
    made = won(house)
    assert handover.begin(made.deal, by=house.oleg, at=house.at) == made
    with pytest.raises(IntegrityError, match="a_deal_is_handed_over_once"), transaction.atomic():
        Handover.objects.create(deal=made.deal, begun_at=house.at)


def test_of_a_client_we_have_its_people_are_known(house: House) -> None:
    made = won(house, account=house.northwind)
    assert list(made.people.values_list("name", "contact__name")) == [("Ines", "Ines"), ("Tom", "Tom")]


def test_an_accepted_one_leaves_a_client_its_people_a_project_and_its_dates(house: House) -> None:
    made = won(house)
    handover.amend(made, producer=house.pavel, is_retainer=True)
    with_people(made, house, "Leo")
    promise.write(made, words="The shop opens before Easter", due=date(2026, 4, 1), by=house.vera, at=house.at)
    promise.write(made, words="Photos are free of charge", by=house.vera, at=house.at)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=made.deal.person, at=house.at)
    assert handover.accept(made, by=house.vera, at=house.at)
    client = Account.objects.get(name="Bakery")
    assert (client.manager, client.about) == (house.vera, "A shop for cakes")
    assert list(AccountState.objects.filter(account=client).values_list("state", flat=True)) == ["onboarding"]
    assert list(Contact.objects.filter(account=client).values_list("name", flat=True)) == ["Bea", "Leo"]
    opened = Project.objects.get(account=client)
    assert (opened.name, opened.producer, opened.is_retainer) == ("New shop", house.pavel, True)
    assert list(Milestone.objects.filter(project=opened).values_list("title", "due")) == [
        ("The shop opens before Easter", date(2026, 4, 1))
    ]
    assert list(Task.objects.filter(project=opened, person=house.vera).values_list("title", "due")) == [
        ("Introduce ourselves: a call or a meeting", date(2026, 3, 3)),
        ("Collect access and materials", date(2026, 3, 4)),
        ("Agree on a goal with a number and a date", date(2026, 3, 6)),
        ("Photos are free of charge", date(2026, 3, 9)),
        ("Go through the first month's plan with the client", date(2026, 3, 9)),
    ]
    deal = Deal.objects.get(pk=made.deal_id)
    assert (deal.state, deal.stage, deal.account) == ("done", stages(house)[Gate.HANDED_OVER], client)
    after = standing(made)
    assert (after.account, after.opened, after.accepted_at) == (client, opened, house.at)


def test_accepted_twice_nothing_is_there_twice(house: House) -> None:
    made = accepted(house)
    before = [model.objects.count() for model in (Account, Contact, Project, Task, Evidence, Notification)]
    assert handover.accept(made, by=house.vera, at=house.at + timedelta(hours=1)) is False
    assert [model.objects.count() for model in (Account, Contact, Project, Task, Evidence, Notification)] == before
    assert standing(made).accepted_at == house.at


def test_the_client_of_the_deal_stays_one_and_goes_to_its_new_manager(house: House) -> None:
    made = won(house, account=house.northwind)
    with_people(made, house, "Leo")
    handover_person.enter(made, name="Tom again", email="TOM@northwind.test", at=house.at)
    handover_turn.assign(made, manager=house.pavel, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=house.vera, at=house.at)
    handover.accept(made, by=house.pavel, at=house.at)
    client = Account.objects.get(pk=house.northwind.pk)
    assert (standing(made).account, client.manager) == (client, house.pavel)
    assert list(client.contacts.values_list("name", flat=True)) == ["Ines", "Leo", "Tom"]
    assert AccountState.objects.get(account=client, until=None).state == "active"


def test_a_client_that_had_left_is_with_us_again(house: House) -> None:
    account.become(house.northwind, State.CHURNED, by=house.oleg, at=house.at - timedelta(days=9))
    accepted(house, account=house.northwind)
    client = Account.objects.with_state().get(pk=house.northwind.pk)
    assert (client.state, client.left_at) == ("onboarding", None)  # type: ignore[attr-defined]


def test_who_is_billed_is_the_client(house: House) -> None:
    made = won(house)
    deal_invoice.put(issued(house), made.deal, by=house.oleg, at=house.at)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=house.vera, at=house.at)
    handover.accept(made, by=house.vera, at=house.at)
    assert standing(made).account == house.northwind


@pytest.mark.parametrize("shut", [Gate.CLARIFIED, Gate.AGREED, Gate.CONTRACTED, Gate.PAID])
def test_nothing_is_taken_over_before_its_gates_have_opened(house: House, shut: Gate) -> None:
    deal = begun(house, company="Bakery", name="Bea", email="bea@bakery.test")
    for one in (Gate.CLARIFIED, Gate.AGREED, Gate.CONTRACTED, Gate.PAID):
        if one != shut:
            evidence.record(deal, one, source=ground(one), by=house.vera, at=house.at)
    made = handover.begin(deal, by=house.vera, at=house.at)
    with pytest.raises(GateShut):
        handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    with pytest.raises(GateShut):
        handover_turn.offer(made, by=house.vera, at=house.at)
    Handover.objects.filter(pk=made.pk).update(manager=house.vera, state="offered")
    with pytest.raises(GateShut) as refused:
        handover.accept(made, by=house.vera, at=house.at)
    assert refused.value.missing == [shut]
    assert (Account.objects.filter(name="Bakery").count(), standing(made).state) == (0, "offered")


def test_a_payment_taken_back_meanwhile_holds_the_acceptance_up(house: House) -> None:
    made = offered(house)
    evidence.withdraw(Evidence.objects.get(deal=made.deal, gate=Gate.PAID), by=house.oleg, at=house.at)
    with pytest.raises(GateShut):
        handover.accept(made, by=house.vera, at=house.at)


def test_a_heads_reason_for_the_payment_is_enough(house: House) -> None:
    deal = begun(house, company="Bakery", name="Bea", email="bea@bakery.test")
    prove(house, deal, Gate.CONTRACTED)
    gate.pass_to(deal, stages(house)[Gate.PAID], by=house.oleg, at=house.at, reason="They pay on Friday.")
    made = handover.begin(deal, by=house.vera, at=house.at)
    handover.amend(made, brief="A shop")
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=house.vera, at=house.at)
    assert handover.accept(made, by=house.vera, at=house.at)


def test_nobody_writes_the_acceptance_by_hand(house: House) -> None:
    made = won(house)
    with pytest.raises(NotByHand):
        evidence.record(made.deal, Gate.HANDED_OVER, by=house.oleg, at=house.at)


def test_a_lost_deal_is_handed_to_nobody(house: House) -> None:
    made = offered(house)
    loss.lose(made.deal, reason=too_dear(house), by=house.oleg, at=house.at)
    with pytest.raises(DealClosed):
        handover.accept(made, by=house.vera, at=house.at)


def test_only_a_head_assigns_and_only_the_assigned_accepts_or_asks(house: House) -> None:
    made = won(house)
    with pytest.raises(NotTheirsToAssign):
        handover_turn.assign(made, manager=house.vera, by=house.vera, at=house.at)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=house.vera, at=house.at)
    for by in (house.oleg, house.pavel):
        with pytest.raises(NotTheirsToAccept):
            handover.accept(made, by=by, at=house.at)
        with pytest.raises(NotTheirsToAccept):
            handover_turn.give_back(made, questions="Who pays?", by=by, at=house.at)


def test_what_was_not_handed_over_is_neither_accepted_nor_returned(house: House) -> None:
    made = won(house)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    with pytest.raises(NotOffered):
        handover.accept(made, by=house.vera, at=house.at)
    with pytest.raises(NotOffered):
        handover_turn.give_back(made, questions="Who pays?", by=house.vera, at=house.at)


def test_it_goes_back_with_questions_and_comes_again_with_answers(house: House) -> None:
    made = offered(house)
    handover_turn.give_back(made, questions="Who decides?", by=house.vera, at=house.at + timedelta(hours=1))
    with pytest.raises(NotOffered):
        handover.accept(made, by=house.vera, at=house.at)
    handover_turn.offer(made, words="Bea does.", by=made.deal.person, at=house.at + timedelta(hours=2))
    assert handover.accept(made, by=house.vera, at=house.at + timedelta(hours=3))
    rows = [(one.kind, one.by and one.by.name, one.words) for one in made.records.order_by("at", "id")]
    assert rows == [
        ("begun", "Sam", ""), ("assigned", "Oleg", ""), ("offered", "Sam", ""), ("returned", "Vera", "Who decides?"),
        ("offered", "Sam", "Bea does."), ("accepted", "Vera", ""),
    ]  # fmt: skip


def test_everybody_is_told_when_it_is_their_turn(house: House) -> None:
    made = won(house)
    handover_turn.offer(made, by=made.deal.person, at=house.at)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at + timedelta(hours=1))
    handover_turn.give_back(made, questions="Who decides?", by=house.vera, at=house.at + timedelta(hours=2))
    handover_turn.offer(made, by=made.deal.person, at=house.at + timedelta(hours=3))
    handover.accept(made, by=house.vera, at=house.at + timedelta(hours=4))
    assert told(house, made) == [
        ("handover_unmanaged", "Oleg"), ("handover_offered", "Vera"), ("handover_returned", "Sam"),
        ("handover_offered", "Vera"), ("handover_accepted", "Sam"),
    ]  # fmt: skip


def test_without_what_nobody_could_begin_without_it_is_not_handed_over(house: House) -> None:
    made = won(house, name="", email="")
    handover.amend(made, brief=" ", project="")
    with pytest.raises(Incomplete) as refused:
        handover_turn.offer(made, by=house.vera, at=house.at)
    said = ["what the client wants", "somebody with an e-mail address", "the first project"]
    assert [str(one) for one in refused.value.missing] == said


def test_what_was_taken_off_comes_along_no_more(house: House) -> None:
    made = won(house)
    with_people(made, house, "Leo")
    handover_person.withdraw(made.people.get(name="Leo"), at=house.at)
    kept = promise.write(made, words="Free photos", by=house.vera, at=house.at)
    promise.withdraw(kept, at=house.at)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=house.vera, at=house.at)
    handover.accept(made, by=house.vera, at=house.at)
    assert list(standing(made).account.contacts.values_list("name", flat=True)) == ["Bea"]
    assert not Task.objects.filter(title="Free photos").exists()


def test_what_was_accepted_stays_as_it_is(house: House) -> None:
    made = accepted(house)
    seo = service.offer(name="SEO", unit="month", price=Decimal(500), currency="EUR")
    for change in (
        lambda: handover.amend(made, brief="Another"),
        lambda: promise.write(made, words="More", by=house.vera, at=house.at),
        lambda: handover_person.enter(made, name="Leo", at=house.at),
        lambda: handover_line.plan(made, service=seo, amount=Decimal(1), at=house.at),
        lambda: handover_turn.offer(made, by=house.vera, at=house.at),
        lambda: handover_turn.assign(made, manager=house.pavel, by=house.oleg, at=house.at),
    ):
        with pytest.raises(AlreadyAccepted):
            change()


def test_a_service_is_planned_once_in_the_first_month(house: House) -> None:
    made, seo = won(house), service.offer(name="SEO", unit="month", price=Decimal(500), currency="EUR")
    line = handover_line.plan(made, service=seo, amount=Decimal(500), at=house.at)
    with pytest.raises(PlannedAlready):
        handover_line.plan(made, service=seo, amount=Decimal(400), at=house.at)
    handover_line.withdraw(line, at=house.at)
    handover_line.plan(made, service=seo, amount=Decimal(400), at=house.at)
    with pytest.raises(PlannedAlready):
        handover_line.restore(line)
    assert list(made.lines.standing().values_list("amount", flat=True)) == [Decimal(400)]


def test_the_first_months_plan_stands_in_the_plan(house: House) -> None:
    made, seo = (
        won(house, account=house.northwind),
        service.offer(name="SEO", unit="month", price=Decimal(500), currency="EUR"),
    )
    plan_line.plan([Planned(house.northwind, seo, Decimal(100))], month=MARCH, by=None, at=house.at, why="ads")
    handover_line.plan(made, service=seo, amount=Decimal(500), at=house.at)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=house.vera, at=house.at)
    handover.accept(made, by=house.vera, at=house.at)
    planned = PlanLine.objects.standing().get(account=house.northwind, service=seo)
    assert (planned.month, planned.amount, planned.why) == (MARCH, Decimal(600), "handed over")


def test_what_is_accepted_in_the_last_days_is_planned_for_the_next_month(house: House) -> None:
    made, seo = won(house), service.offer(name="SEO", unit="month", price=Decimal(500), currency="EUR")
    handover_line.plan(made, service=seo, amount=Decimal(500), at=house.at)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=house.vera, at=house.at)
    handover.accept(made, by=house.vera, at=house.at + timedelta(days=28))
    assert PlanLine.objects.get(service=seo).month == date(2026, 4, 1)


def test_what_was_answered_in_the_brief_is_gathered(house: House) -> None:
    deal = begun(house, company="Bakery", name="Bea")
    asked = brief.put(deal, questionnaire.offered(house.agency)[0], by=house.vera, at=house.at)
    first = asked.questions[0]
    brief_answer.answer(asked, {first["key"]: "A shop for cakes"}, by=house.vera, at=house.at)
    made = handover.begin(deal, by=house.vera, at=house.at)
    assert made.brief == f"{first['words']}: A shop for cakes"


def test_whoever_signed_the_contract_pays(house: House) -> None:
    made = won(house)
    theirs = {"form": "abroad", "name": "Bakery Ltd", "tax_number": "GB123456789"}
    drawn = contract.draw_up(
        made.deal, entity=company(), template=template.offered(house.agency, at=house.at)[0], theirs=theirs,
        day=house.day, subject="a shop", by=house.oleg, at=house.at, prints=lambda _contract: b"%PDF-",
    )  # fmt: skip
    contract_mark.sign(drawn, day=house.day, file=("signed.pdf", b"%PDF-"), by=house.oleg, at=house.at)
    handover_turn.assign(made, manager=house.vera, by=house.oleg, at=house.at)
    handover_turn.offer(made, by=house.vera, at=house.at)
    handover.accept(made, by=house.vera, at=house.at)
    client = standing(made).account
    assert list(Payer.objects.filter(account=client).values_list("name", "tax_number")) == [
        ("Bakery Ltd", "GB123456789")
    ]
    assert Contract.objects.get().account == client


def test_what_the_brief_said_begins_the_dossier_of_the_client(house: House) -> None:
    made = offered(house)
    asked = brief.put(made.deal, questionnaire.offered(house.agency)[0], by=house.vera, at=house.at)
    said = {one["key"]: f"{one['dossier']}!" for one in asked.questions if one["dossier"]}
    brief_answer.answer(asked, said, by=house.vera, at=house.at)
    handover.accept(made, by=house.vera, at=house.at)
    account = Handover.objects.get(pk=made.pk).account
    known = DossierEntry.objects.standing().filter(account=account).values_list("field__code", "words", "source")
    assert sorted(known) == [
        (code, f"{code}!", "brief") for code in ("customers", "decides", "places", "sells", "success")
    ]

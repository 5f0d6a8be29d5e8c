"""What an accepted handover leaves: the client, its people, the first project with its promises and tasks (§5.8)."""

from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.requisites import WrongRequisites
from keepstep.domain.clients import account as accounts
from keepstep.domain.clients import contact as contacts
from keepstep.domain.clients import dossier, handing, payer
from keepstep.domain.clients.account import Account, AccountState
from keepstep.domain.clients.account import State as AccountStates
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery import milestone, project, task
from keepstep.domain.delivery.project import Project
from keepstep.domain.money import plan_line
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.plan_line import PlanLine, Planned
from keepstep.domain.sales import brief_answer, evidence, gate
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.contract import State as Signed
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.handover_person import KNOWN, HandoverPerson
from keepstep.domain.sales.pipeline import Gate, Stage

FIRST_WEEK = 5
TASKS = (
    (1, gettext_noop("Introduce ourselves: a call or a meeting"), gettext_noop("Getting to know each other")),
    (2, gettext_noop("Collect access and materials"), gettext_noop("Access and materials")),
    (4, gettext_noop("Agree on a goal with a number and a date"), gettext_noop("A goal with a number and a date")),
    (5, gettext_noop("Go through the first month's plan with the client"), gettext_noop("Plan of the first month")),
)
"""By which working day, for us, and in the client's words."""


def client_of(handover: Handover, deal: Deal, *, by: Person, at: datetime) -> Account:
    """The one the deal or its invoices are with; a new one where there is none. It is the manager's from now on."""
    known = deal.account or _billed(deal)
    if known is None:
        lead = deal.lead
        return accounts.welcome(
            name=handover.client, at=at, by=by, manager=handover.manager, language=handover.language,
            about=handover.brief[:4000], site=lead.site if lead else "", tax_number=lead.tax_number if lead else "",
        )  # fmt: skip
    if handover.manager:
        handing.hand(known, manager=handover.manager, by=by, at=at)
    if AccountState.objects.filter(account=known, until=None, state=AccountStates.CHURNED).exists():
        accounts.become(known, AccountStates.ONBOARDING, by=by, at=at)
    return known


def _billed(deal: Deal) -> Account | None:
    invoice = Invoice.objects.filter(deals__deal=deal).select_related("account").order_by("id").first()
    return invoice.account if invoice else None


def introduce(handover: Handover, client: Account) -> None:
    """Everybody is a contact of the client, once: whoever has an address we know is somebody we know."""
    here = {one.email.lower(): one for one in Contact.objects.present().filter(account=client) if one.email}
    for one in HandoverPerson.objects.standing().filter(handover=handover, contact=None):
        known = here.get(one.email.lower()) if one.email else None
        if known is None:
            facts = {name: getattr(one, name) for name in KNOWN}
            known = contacts.introduce(client, language=handover.language, **facts)
            here[one.email.lower()] = known
        elif HandoverPerson.objects.filter(handover=handover, contact=known).exists():
            continue
        one.contact = known
        one.save(update_fields=["contact"])


def take_contracts(deal: Deal, client: Account) -> None:
    """The deal's contracts are the client's, and whoever signed one pays, where no payer is known yet."""
    Contract.objects.filter(deal=deal, account=None).update(account=client)
    signed = Contract.objects.main().in_state(Signed.SIGNED).filter(deal=deal).first()
    if signed is None or payer.Payer.objects.filter(account=client).exists():
        return
    # A paper may have been signed with less than we ask of a payer: that is asked for with the first invoice.
    with suppress(WrongRequisites):
        payer.enter(client, **signed.theirs)


def begin_dossier(deal: Deal, client: Account, *, at: datetime) -> None:
    """What the briefs asked and the dossier has a field for stands there, where nothing does yet; the last counts."""
    said: dict[str, str] = {}
    for brief in deal.briefs.order_by("at", "id"):
        answers = brief_answer.said_in(brief)
        for asked in brief.questions:
            if asked.get("dossier") and answers.get(asked["key"]):
                said[asked["dossier"]] = answers[asked["key"]]
    if said:
        dossier.prefill(client, said, agency=deal.agency, source=dossier.FROM_BRIEF, at=at)


def start(handover: Handover, client: Account, *, by: Person, at: datetime) -> Project:
    return project.start(
        client, name=handover.project, at=at, producer=handover.producer, is_retainer=handover.is_retainer, by=by
    )


def promise(handover: Handover, opened: Project, *, at: datetime) -> None:
    """What has a day is a date promised to the client; what has none is to be settled within the first week."""
    time = office_hours()
    for one in handover.promises.standing():
        if one.due:
            milestone.promise(opened, title=one.words, due=one.due)
        else:
            due = time.add_days(time.local_day(at), FIRST_WEEK)
            task.plan(opened, title=one.words, at=at, due=due, person=handover.manager)


def plan_tasks(handover: Handover, client: Account, opened: Project, *, at: datetime) -> None:
    """The first week, in the agency's language for us and in the client's for the client."""
    time = office_hours()
    day = time.local_day(at)
    for after, words, said in TASKS:
        with translation.override(handover.agency.language):
            title = gettext(words)
        with translation.override(client.language):
            client_title = gettext(said)
        due = time.add_days(day, after)
        task.plan(opened, title=title, client_title=client_title, at=at, due=due, person=handover.manager)


def plan_month(handover: Handover, client: Account, *, by: Person, at: datetime) -> None:
    """The lines go into the plan of the month in which the first week ends, on top of what is planned there."""
    time = office_hours()
    month = time.add_days(time.local_day(at), FIRST_WEEK).replace(day=1)
    known = PlanLine.objects.standing().filter(account=client, month=month)
    before = {one.service_id: one.amount or Decimal() for one in known}
    lines = [
        Planned(client, one.service, before.get(one.service_id, Decimal()) + one.amount)
        for one in handover.lines.standing().select_related("service")
    ]
    with translation.override(handover.agency.language):
        plan_line.plan(lines, month=month, by=by, at=at, why=gettext("handed over"))


def close(handover: Handover, deal: Deal, client: Account, *, by: Person, at: datetime) -> None:
    """The acceptance is what opens the last gate, and the deal goes through it."""
    deals.put(deal, {"account": client})
    evidence.record(
        deal, Gate.HANDED_OVER, source=f"handover:{handover.pk}", day=office_hours().local_day(at), by=by, at=at
    )  # fmt: skip
    last = Stage.objects.filter(pipeline=deal.stage.pipeline_id, gate=Gate.HANDED_OVER, closed_at=None)[0]
    gate.pass_to(deal, last, by=by, at=at)

"""Handovers: what was sold goes to whoever will keep it, with everything that was learnt and promised (§5.8)."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.project import Project
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.deal import State as DealState
from keepstep.domain.sales.pipeline import Gate


class State(models.TextChoices):
    """What the last of its records left."""

    PREPARED = "prepared", pgettext_lazy("handover", "being prepared")
    OFFERED = "offered", pgettext_lazy("handover", "waits to be accepted")
    RETURNED = "returned", pgettext_lazy("handover", "returned with questions")
    ACCEPTED = "accepted", pgettext_lazy("handover", "accepted")


class HandoverQuerySet(models.QuerySet["Handover"]):
    def under_way(self) -> "HandoverQuerySet":
        return self.exclude(state=State.ACCEPTED)

    def accepted(self) -> "HandoverQuerySet":
        return self.filter(state=State.ACCEPTED)


class Handover(Row):
    """`brief` is what the client wants, in the salesperson's words; `client`, `language` are what the account is called
    and reads, unless the deal is with an account already; `project`, `is_retainer`, `producer` the first project.
    `account` and `opened` are what the acceptance left."""

    deal = Key(Deal, models.CASCADE, related_name="handovers")
    brief = models.TextField(_("what they want"), max_length=8000, blank=True)
    client = models.CharField(_("name of the client"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)
    project = models.CharField(_("first project"), max_length=200, blank=True)
    is_retainer = models.BooleanField(_("without an end, paid by the month"), default=False)
    producer = Key(Person, null=True, blank=True)
    manager = Key(Person, null=True)
    state = models.CharField(max_length=8, choices=State, default=State.PREPARED)
    begun_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    account = Key(Account, null=True)
    opened = Key(Project, models.SET_NULL, null=True)

    objects: ClassVar[HandoverQuerySet] = HandoverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "handover"
        ordering = ("-begun_at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "deal"], name="a_deal_is_handed_over_once"),
            models.CheckConstraint(
                condition=Q(state=State.ACCEPTED, accepted_at__isnull=False, manager__isnull=False)
                & Q(account__isnull=False)
                | ~Q(state=State.ACCEPTED) & Q(accepted_at=None, account=None, opened=None),
                name="whoever_accepts_a_handover_has_a_client_from_then_on",
            ),
        )
        indexes = (
            models.Index(fields=["agency", "-begun_at", "-id"], name="handover_by_begin"),
            models.Index(fields=["agency", "state", "-begun_at", "-id"], name="handover_in_state"),
            models.Index(fields=["agency", "manager", "state"], name="handover_of_manager"),
            models.Index(fields=["agency", "account", "-accepted_at"], name="handover_of_account"),
        )

    def __str__(self) -> str:
        return self.client or str(self.deal)

    @property
    def is_over(self) -> bool:
        return self.state == State.ACCEPTED


class AlreadyAccepted(Exception):
    """What was accepted is not changed any more."""

    def __init__(self) -> None:
        super().__init__(_("It has been accepted: what was handed over stays as it is."))


FACTS = ("brief", "client", "language", "project", "is_retainer", "producer")
"""What the salesperson writes of it; the rest is how it goes."""


@transaction.atomic
def begin(deal: Deal, *, by: Person, at: datetime) -> Handover:
    """It can be prepared from the first talk on, with what is known already; the second time it is the first one.

    Raises DealClosed.
    """
    from keepstep.domain.sales import handover_person, handover_record  # both belong to a handover

    locked = deals.lock(deal)
    if known := Handover.objects.filter(deal=locked).first():
        return known
    if locked.state != DealState.OPEN:
        raise DealClosed
    made = Handover.objects.create(deal=locked, begun_at=at, **_gathered(locked))
    handover_record.write(made, handover_record.Kind.BEGUN, by=by, at=at)
    handover_person.gather(made, at=at)
    return made


def _gathered(deal: Deal) -> dict[str, Any]:
    """What the lead asked, answered and clarified, for the salesperson to put right."""
    from keepstep.domain.sales import brief_answer  # whose evidence says no more than its title

    said = [deal.lead.message] if deal.lead else []
    for asked in deal.briefs.all():
        answers = brief_answer.said_in(asked)
        said += [f"{one['words']}: {answers[one['key']]}" for one in asked.questions if answers.get(one["key"])]
    noted = deal.evidence.standing().filter(gate=Gate.CLARIFIED).exclude(note="")
    said += noted.exclude(source__startswith=brief_answer.SOURCE).values_list("note", flat=True)
    return {
        "brief": "\n\n".join(filter(None, said))[:8000],
        "client": deal.whose,
        "language": deal.account.language if deal.account else deal.agency.language,
        "project": deal.title,
    }


@transaction.atomic
def amend(handover: Handover, **facts: Any) -> None:
    """`facts` are those of FACTS. Raises AlreadyAccepted."""
    locked = lock(handover)
    for name, value in facts.items():
        setattr(locked, name, value)
        setattr(handover, name, value)
    locked.save(update_fields=list(facts))


def lock(handover: Handover) -> Handover:
    """As it stands now, still to be accepted, and nobody else changes it meanwhile. Raises AlreadyAccepted."""
    locked = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if locked.is_over:
        raise AlreadyAccepted
    return locked


@transaction.atomic
def accept(handover: Handover, *, by: Person, at: datetime) -> bool:
    """The account manager takes the client over, and what follows from it is there; False if it was accepted before.

    Raises NotTheirsToAccept, NotOffered, GateShut, DealClosed.
    """
    from keepstep.domain.sales import handover_turn, kick_off  # both belong to a handover

    deal = deals.lock(handover.deal)
    try:
        locked = lock(handover)
    except AlreadyAccepted:
        return False
    handover_turn.check_acceptable(locked, deal, by=by)
    client = kick_off.client_of(locked, deal, by=by, at=at)
    kick_off.introduce(locked, client)
    kick_off.take_contracts(deal, client)
    kick_off.begin_dossier(deal, client, at=at)
    opened = kick_off.start(locked, client, by=by, at=at)
    kick_off.promise(locked, opened, at=at)
    kick_off.plan_tasks(locked, client, opened, at=at)
    kick_off.plan_month(locked, client, by=by, at=at)
    locked.state, locked.accepted_at, locked.account, locked.opened = State.ACCEPTED, at, client, opened
    locked.save(update_fields=["state", "accepted_at", "account", "opened"])
    kick_off.close(locked, deal, client, by=by, at=at)
    handover_turn.tell_seller(locked, by=by, at=at)
    return True

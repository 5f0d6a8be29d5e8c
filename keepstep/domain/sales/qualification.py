"""Qualification: what we know of a lead by the agency's criteria. Whoever answers the last required one with yes has
qualified it; nobody declares it by hand, and criteria that change later change no past (§5.7)."""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.lead import Lead, State, put
from keepstep.domain.sales.lead_record import Kind, write


class Answer(models.TextChoices):
    YES = "yes", pgettext_lazy("criterion", "Yes")
    NO = "no", pgettext_lazy("criterion", "No")
    UNKNOWN = "unknown", pgettext_lazy("criterion", "Not known")


class Assessment(Row):
    """An answer to a criterion of a lead; the latest holds."""

    lead = Key(Lead, models.CASCADE)
    criterion = Key(Criterion)
    answer = models.CharField(max_length=7, choices=Answer)
    by = Key(Person)
    at = models.DateTimeField()

    class Meta:
        db_table = "assessment"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "lead", "criterion", "-at", "-id"], name="assessment_of"),)

    def __str__(self) -> str:
        return f"{self.lead_id} {self.criterion_id}: {self.answer}"


class MergedAway(Exception):
    """It lives on in another lead."""

    def __init__(self) -> None:
        super().__init__(_("It has been merged into another lead: answer there."))


@transaction.atomic
def assess(lead: Lead, *, criterion: Criterion, answer: str, by: Person, at: datetime) -> None:
    """What somebody has found out; said again it changes nothing. Raises MergedAway."""
    locked = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if locked.state == State.MERGED:
        raise MergedAway
    known = known_of(locked).get(criterion.pk)
    if answer == (known.answer if known else Answer.UNKNOWN):
        return
    Assessment.objects.create(lead=locked, criterion=criterion, answer=answer, by=by, at=at)
    write(locked, Kind.ASSESSED, by=by, at=at, criterion=criterion.name, answer=str(answer))
    _settle(locked, by=by, at=at)


def known_of(*leads: Lead) -> dict[UUID, Assessment]:
    """What holds now of these leads together, by the key of the criterion; of leads merged into them too."""
    given = Assessment.objects.filter(Q(lead__in=leads) | Q(lead__merged_into__in=leads)).select_related("by")
    latest = given.order_by("criterion_id", "-at", "-id").distinct("criterion_id")
    return {one.criterion_id: one for one in latest}


def is_met(*leads: Lead) -> bool:
    """Whether what is known of these together answers every required criterion with yes."""
    required = set(Criterion.objects.still_open().filter(is_required=True).values_list("pk", flat=True))
    return bool(required) and required <= {key for key, one in known_of(*leads).items() if one.answer == Answer.YES}


def _settle(lead: Lead, *, by: Person, at: datetime) -> None:
    """The lead becomes qualified, or is so no more."""
    is_qualified = is_met(lead)
    if is_qualified and lead.qualified_at is None:
        put(lead, {"qualified_at": at, "qualified_by": by})
        write(lead, Kind.QUALIFIED, by=by, at=at)
    elif not is_qualified and lead.qualified_at is not None:
        put(lead, {"qualified_at": None, "qualified_by": None})
        write(lead, Kind.DISQUALIFIED, by=by, at=at)

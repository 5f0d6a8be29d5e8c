"""Merging: two leads turn out to be one person's. The one that stays gets what the other knew; taken back, both are
as they were, save for what was changed in between."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import own_field, qualification, sign
from keepstep.domain.sales.lead import Lead, State, put, united
from keepstep.domain.sales.lead_record import Kind, write

FILLED = ("name", "company", "tax_number", "site", "message", "person_id")
"""What the lead that stays takes over where it has nothing."""


class Merge(Row):
    """`was` and `became` are the fields of `kept` that changed, `gone_was` the standing of the other."""

    kept = Key(Lead, models.CASCADE)
    gone = Key(Lead, models.CASCADE)
    by = Key(Person)
    at = models.DateTimeField()
    was = models.JSONField(default=dict)
    became = models.JSONField(default=dict)
    gone_was = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = Key(Person, null=True)

    class Meta:
        db_table = "lead_merge"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "gone"], condition=Q(undone_at=None), name="a_lead_is_merged_into_one"
            ),
        )
        indexes = (models.Index(fields=["agency", "kept"], name="lead_merge_of"),)

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class NotToBeMerged(Exception):
    """One of the two has been merged already, or both are the same."""

    def __init__(self) -> None:
        super().__init__(_("These two cannot be merged any more: one of them has been merged already."))


class NotToBeParted(Exception):
    """The merge was taken back already, or a later one builds on it."""

    def __init__(self) -> None:
        super().__init__(_("This merge cannot be taken back any more: take back the later one first."))


@transaction.atomic
def merge(gone: Lead, *, into: Lead, by: Person, at: datetime) -> Merge:
    """`gone` is the same person as `into`. Raises NotToBeMerged."""
    kept, gone = _both(into, gone)
    if kept.pk == gone.pk or State.MERGED in (kept.state, gone.state):
        raise NotToBeMerged
    became = {name: value for name, value in _joined(kept, gone, by=by, at=at).items() if getattr(kept, name) != value}
    made = Merge.objects.create(
        kept=kept,
        gone=gone,
        by=by,
        at=at,
        was=_kept({name: getattr(kept, name) for name in became}),
        became=_kept(became),
        gone_was=_kept({name: getattr(gone, name) for name in ("state", "reason_id")}),
    )
    put(kept, became)
    put(gone, {"state": State.MERGED, "merged_into_id": kept.pk, "reason_id": None})
    sign.mark(kept)
    write(kept, Kind.MERGED, by=by, at=at, merge=str(made.pk), other=gone.title)
    return made


@transaction.atomic
def part(made: Merge, *, by: Person, at: datetime) -> None:
    """They were two after all. Raises NotToBeParted."""
    kept, gone = _both(made.kept, made.gone)
    taken_back = Merge.objects.filter(pk=made.pk, undone_at=None).update(undone_at=at, undone_by=by)
    if not taken_back or kept.state == State.MERGED or _is_built_upon(made):
        raise NotToBeParted
    unchanged = {name for name, value in made.became.items() if _plain(getattr(kept, name)) == value}
    put(kept, {name: _read(name, made.was[name]) for name in unchanged} | _own(made, kept))
    put(gone, {"merged_into_id": None, **made.gone_was})
    sign.mark(kept)
    write(kept, Kind.PARTED, by=by, at=at, other=gone.title)


def _own(made: Merge, kept: Lead) -> dict[str, Any]:
    """Field by field: one that was changed in between leaves the others to go back."""
    if "own" not in made.became:
        return {}
    return {"own": own_field.parted(kept.own, was=made.was["own"], became=made.became["own"])}


def _both(kept: Lead, gone: Lead) -> tuple[Lead, Lead]:
    """Both locked, always in the same order, so that two people merging them crosswise do not wait for each other."""
    found = Lead.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([kept.pk, gone.pk])
    return found[kept.pk], found[gone.pk]


def _is_built_upon(made: Merge) -> bool:
    return Merge.objects.filter(kept=made.kept_id, undone_at=None, pk__gt=made.pk).exists()


def _joined(kept: Lead, gone: Lead, *, by: Person, at: datetime) -> dict[str, Any]:
    """What the one that stays is from now on: all ways to reach the person, the earliest touch and the latest."""
    earlier, later = sorted((kept, gone), key=lambda lead: (lead.came_at, lead.pk))
    answers = [lead.responded_at for lead in (kept, gone) if lead.responded_at]
    return {
        **{name: getattr(kept, name) or getattr(gone, name) for name in FILLED},
        "emails": united(kept.emails, gone.emails),
        "phones": united(kept.phones, gone.phones),
        "own": own_field.joined(kept.own, gone.own),
        "first_touch": earlier.first_touch or later.first_touch,
        "last_touch": later.last_touch or earlier.last_touch,
        "responded_at": min(answers, default=None),
        **_qualified(kept, gone, by=by, at=at),
    }


def _qualified(kept: Lead, gone: Lead, *, by: Person, at: datetime) -> dict[str, Any]:
    """By whom and when; two who together answer everything are so by the merge."""
    known = next((lead for lead in (kept, gone) if lead.qualified_at), None)
    if known is not None:
        return {"qualified_at": known.qualified_at, "qualified_by_id": known.qualified_by_id}
    return {"qualified_at": at, "qualified_by_id": by.pk} if qualification.is_met(kept, gone) else {}


def _kept(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, list, dict)) else str(value)


def _read(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name.endswith("_at") and value else value

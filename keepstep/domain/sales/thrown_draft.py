"""Drafts of proposals that were thrown away: what they said is kept for a day, as that may be a slip of the hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.domain.money.priced_line import Wanted
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.proposal_version import TERMS, ProposalVersion

KEPT = timedelta(days=1)
NUMBERS = ("quantity", "price", "discount", "rate")


class ThrownDraft(Row):
    """`proposal` is the key of one that may be gone with it; `terms` and `lines` are what it said."""

    deal = Key(Deal, models.CASCADE)
    proposal = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    terms = models.JSONField(encoder=DjangoJSONEncoder)
    lines = models.JSONField(encoder=DjangoJSONEncoder)
    by = Key(Person, null=True)
    begun_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        db_table = "thrown_draft"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "deal", "-at"], name="thrown_draft_of_deal"),)

    def __str__(self) -> str:
        return f"{self.proposal} {self.number}"


def keep(version: ProposalVersion, *, by: Person | None, at: datetime) -> ThrownDraft:
    """Those of earlier days are forgotten on the way."""
    ThrownDraft.objects.filter(at__lt=at - KEPT).delete()
    lines = [
        {
            "name": one.name, "unit": one.unit, "service": one.service_id,
            **{name: getattr(one, name) for name in NUMBERS},
        }
        for one in version.lines.all()
    ]  # fmt: skip
    return ThrownDraft.objects.create(
        deal=version.proposal.deal, proposal=version.proposal_id, number=version.number, lines=lines, by=by, at=at,
        begun_at=version.at, terms={name: getattr(version, name) for name in TERMS},
    )  # fmt: skip


def said(thrown: ThrownDraft) -> tuple[dict[str, Any], list[Wanted]]:
    """Its terms and lines, as they would be asked for again."""
    terms = {**thrown.terms, "valid_until": date.fromisoformat(thrown.terms["valid_until"])}
    terms |= {name: Decimal(thrown.terms[name]) for name in ("off", "off_amount")}
    services = Service.objects.in_bulk([UUID(one["service"]) for one in thrown.lines if one["service"]])
    return terms, [_wanted(one, services) for one in thrown.lines]


def _wanted(one: dict[str, Any], services: dict[UUID, Service]) -> Wanted:
    numbers = {name: None if one[name] is None else Decimal(one[name]) for name in NUMBERS}
    service = services.get(UUID(one["service"])) if one["service"] else None
    return Wanted(one["name"], one["unit"], service=service, **numbers)  # type: ignore[arg-type]

"""What was said with a lead; our first word to it is the first response (§5.7)."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.person import Person
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_record import Kind, LeadRecord, write


class Whose(models.TextChoices):
    """An attempt that reached nobody is kept, and answers nothing."""

    OURS = "out", pgettext_lazy("word", "ours")
    THEIRS = "in", pgettext_lazy("word", "theirs")
    NOBODYS = "missed", pgettext_lazy("word", "not reached")


@transaction.atomic
def log(
    lead: Lead, *, form: str, whose: str, summary: str, by: Person | None, at: datetime, **facts: Any
) -> LeadRecord:  # fmt: skip
    """A word was given or got, or tried; what they write is logged by nobody. `facts` say which letter it was."""
    if whose == Whose.OURS:
        Lead.objects.filter(pk=lead.pk, responded_at=None).update(responded_at=max(at, lead.came_at))
    return write(lead, Kind.TALKED, by=by, at=at, words=summary, form=str(form), whose=str(whose), **facts)


def unsay(lead: Lead, *, letter: str, said_at: datetime) -> None:
    """Our letter came back, and has answered nobody: if it was the first response, that is the next word of ours that
    got through, or none."""
    ours = LeadRecord.objects.filter(lead=lead, kind=Kind.TALKED, facts__whose=Whose.OURS)
    first = ours.exclude(facts__contains={"letter": letter}).order_by("at").values_list("at", flat=True).first()
    answered = Lead.objects.filter(pk=lead.pk, responded_at=max(said_at, lead.came_at))
    answered.update(responded_at=max(first, lead.came_at) if first else None)

"""A lead that another system tells us of: the same key tells of it once, however often it is sent (§5.7)."""

import hashlib
import json
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.api_token import ApiToken
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import lead as leads
from keepstep.domain.sales.lead import Channel, Lead
from keepstep.domain.sales.source import Source


class ApiLead(Row):
    """`key` is the sender's own for this lead; `likeness` a hash of what was said of it."""

    token = Key(ApiToken)
    key = models.CharField(max_length=200)
    likeness = models.CharField(max_length=64)
    lead = Key(Lead, models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        db_table = "api_lead"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "token", "key"], name="a_key_tells_of_one_lead"),
        )

    def __str__(self) -> str:
        return self.key


class OtherUnderThisKey(Exception):
    """The key has told of something else before."""

    def __init__(self) -> None:
        super().__init__(_("This key was used before for a lead that says something else."))


class Told(NamedTuple):
    lead: Lead
    is_new: bool


@transaction.atomic
def tell(token: ApiToken, *, key: str, source: Source, at: datetime, **facts: Any) -> Told:
    """`facts` as of `lead.arrive`; without a key each telling is a lead. Raises OtherUnderThisKey."""
    ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    likeness = hashlib.sha256(json.dumps([str(source.pk), facts], sort_keys=True).encode()).hexdigest()
    known = ApiLead.objects.filter(token=token, key=key).select_related("lead").first() if key else None
    if known is None:
        made = leads.arrive(source=source, channel=Channel.API, at=at, **facts)
        if key:
            ApiLead.objects.create(token=token, key=key, likeness=likeness, lead=made, at=at)
        return Told(made, is_new=True)
    if known.likeness != likeness:
        raise OtherUnderThisKey
    return Told(known.lead, is_new=False)

"""A deal that another system begins, with what is next: the same key begins it once, however often it is sent."""

import hashlib
import json
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.api_token import ApiToken
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_task
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.pipeline import Pipeline


class ApiDeal(Row):
    """`key` is the sender's own for this deal; `likeness` a hash of what was said of it."""

    token = Key(ApiToken)
    key = models.CharField(max_length=200)
    likeness = models.CharField(max_length=64)
    deal = Key(Deal, models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        db_table = "api_deal"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "token", "key"], name="a_key_begins_one_deal"),
        )

    def __str__(self) -> str:
        return self.key


class OtherDealUnderThisKey(Exception):
    """The key has begun something else before."""

    def __init__(self) -> None:
        super().__init__(_("This key was used before for a deal that says something else."))


class Begun(NamedTuple):
    deal: Deal
    is_new: bool


@transaction.atomic
def begin(token: ApiToken, along: Pipeline, *, key: str, task: str, due: date, at: datetime, **facts: Any) -> Begun:
    """`facts` as of `deal.begin`; without a key each telling is a deal. Raises OtherDealUnderThisKey."""
    ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    likeness = _likeness(along=along, task=task, due=due, **facts)
    known = ApiDeal.objects.filter(token=token, key=key).select_related("deal").first() if key else None
    if known is None:
        made = deals.begin(along, by=None, at=at, **facts)
        deal_task.plan(made, title=task, due=due, by=None, at=at)
        if key:
            ApiDeal.objects.create(token=token, key=key, likeness=likeness, deal=made, at=at)
        return Begun(made, is_new=True)
    if known.likeness != likeness:
        raise OtherDealUnderThisKey
    return Begun(known.deal, is_new=False)


def _likeness(**said: Any) -> str:
    """Rows count by their keys: that one was renamed meanwhile says nothing else."""
    told = json.dumps(said, sort_keys=True, default=lambda value: str(getattr(value, "pk", value)))
    return hashlib.sha256(told.encode()).hexdigest()

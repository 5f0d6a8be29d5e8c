"""Next offers: what accounts like this one bought and it has not; looked for every night (§5.4)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.account import Account
from keepstep.domain.money import development
from keepstep.formulas.offers import Offer

STRONG = 1.5
"""So many times as often as others: worth a talk by itself."""
NUMBERS = ("known_id", "joint", "buyers", "with_it", "accounts", "lift")


class NextOfferQuerySet(models.QuerySet["NextOffer"]):
    def standing(self) -> "NextOfferQuerySet":
        return self.filter(until=None)

    def best_first(self) -> "NextOfferQuerySet":
        return self.order_by("-lift", "-joint", "pk")


class NextOffer(Row):
    """It stood from `since` until `until`. Its numbers are those of the last look: `joint` of the `buyers` of `known`
    also buy it, and `with_it` of all `accounts`."""

    account = Key(Account, models.CASCADE)
    service = Key(Service)
    known = Key(Service)
    joint = models.PositiveIntegerField()
    buyers = models.PositiveIntegerField()
    with_it = models.PositiveIntegerField()
    accounts = models.PositiveIntegerField()
    lift = models.FloatField()
    since = models.DateField()
    until = models.DateField(null=True)

    objects: ClassVar[NextOfferQuerySet] = NextOfferQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "next_offer"
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "account", "service"], condition=Q(until=None), name="a_service_is_offered_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id}: {self.service_id}"


@transaction.atomic
def look(*, agency: Agency, day: date) -> None:
    """What is an offer now stands from this day on, what is none any more does not; who has left is offered nothing."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    found = _found()
    standing = {(one.account_id, one.service_id): one for one in NextOffer.objects.standing()}
    gone = [one.pk for key, one in standing.items() if key not in found]
    NextOffer.objects.filter(pk__in=gone).update(until=day)
    kept = [_as_now(standing[key], offer) for key, offer in found.items() if key in standing]
    NextOffer.objects.bulk_update([one for one, turned in kept if turned], NUMBERS, batch_size=1000)
    NextOffer.objects.bulk_create(
        (
            _as_now(NextOffer(account_id=account, service_id=service, since=day), offer)[0]
            for (account, service), offer in found.items()
            if (account, service) not in standing
        ),
        batch_size=1000,
    )


def _found() -> dict[tuple[UUID, UUID], Offer[UUID]]:
    market = development.market()
    sold = set(Service.objects.filter(closed_at=None).values_list("pk", flat=True))
    here = list(Account.objects.with_us().order_by().values_list("pk", flat=True))
    return {
        (account, offer.service): offer
        for account, bought in development.bought_by(here).items()
        for offer in market.offers(bought)
        if offer.service in sold
    }


def _as_now(one: NextOffer, offer: Offer[UUID]) -> tuple[NextOffer, bool]:
    """The row with the numbers of this look, and whether they are others."""
    before = tuple(getattr(one, name) for name in NUMBERS)
    now = (offer.known, offer.both, offer.buyers, offer.with_it, offer.all, offer.lift)
    for name, value in zip(NUMBERS, now, strict=True):
        setattr(one, name, value)
    return one, before != now

"""What is asked of the ledger's pages, and the addresses that ask it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.delivery.ledger_figures import By
from keepstep.domain.delivery.ledger_scope import Period, Portfolio
from keepstep.web.days import key_of
from keepstep.web.ledger import period
from keepstep.web.ledger.period import OwnDates

BYS = {"project": By.PROJECT, "account": By.ACCOUNT, "manager": By.MANAGER}
BY_WORDS = [("project", _("by project")), ("account", _("by client")), ("manager", _("by account manager"))]


@dataclass(frozen=True)
class Asked:
    """`about` is whose figure is opened, of the kind that `by` says; without it the figure is that of the whole."""

    by: str
    period_name: str
    dates: OwnDates
    manager: UUID | None
    about: UUID | None
    place: int

    @property
    def is_valid(self) -> bool:
        return self.period_name != period.OWN or self.dates.is_valid()

    @property
    def manager_key(self) -> str:
        return str(self.manager or "")

    def period(self, today: date) -> Period:
        """Own dates that are none are as good as none."""
        if self.period_name == period.OWN and self.is_valid:
            return self.dates.period
        return period.named(self.period_name if self.is_valid else period.USUAL, today)

    def portfolio(self, desk: Desk) -> Portfolio:
        """Within sight, of the manager the page is narrowed to, and of what the figure is about."""
        accounts = None if desk.sees_all else list(desk.accounts().order_by().values_list("pk", flat=True))
        if self.about and self.by == "account":
            accounts = [self.about] if accounts is None or self.about in accounts else []
        manager = self.about if self.about and self.by == "manager" else self.manager
        projects = [self.about] if self.about and self.by == "project" else None
        return Portfolio(projects=projects, accounts=accounts, manager=manager)

    def address(self, name: str = "ledger", **more: object) -> str:
        """This question asked of another page, or of another page of rows."""
        known = {
            "by": self.by,
            "period": self.period_name,
            "first": self.dates.data.get("first", "") if self.period_name == period.OWN else "",
            "last": self.dates.data.get("last", "") if self.period_name == period.OWN else "",
            "manager": self.manager_key,
            "about": str(self.about or ""),
            **{key: str(value) for key, value in more.items()},
        }
        return f"{reverse(name)}?{urlencode({key: value for key, value in known.items() if value})}"


def about_account(key: UUID) -> Asked:
    """What the ledger says of one client from the beginning."""
    return Asked(by="account", period_name="always", dates=OwnDates({}), manager=None, about=key, place=0)


def asked(data: Any) -> Asked:
    """The address, read leniently but for own dates, which somebody has typed."""
    place, name = data.get("place", ""), data.get("period", "")
    return Asked(
        by=data.get("by") if data.get("by") in BYS else "project",
        period_name=name if name in dict(period.NAMES) else period.USUAL,
        dates=OwnDates({"first": data.get("first", ""), "last": data.get("last", "")}),
        manager=key_of(data.get("manager", "")),
        about=key_of(data.get("about", "")),
        place=int(place) if place.isascii() and place.isdigit() and len(place) < 7 else 0,
    )

"""Invoices in a list: which are asked for, a page of them, and what they come to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.money.invoice import Invoice, InvoiceQuerySet
from keepstep.postgres.keyset import before, beyond
from keepstep.web.days import day_of, key_of, moment_of

PAGE = 50
OPEN, OVERDUE, DRAFTS, PAID, ALL = "open", "overdue", "drafts", "paid", "all"
TABS = [
    (OPEN, pgettext_lazy("invoices", "Awaiting payment")),
    (OVERDUE, pgettext_lazy("invoices", "Overdue")),
    (DRAFTS, pgettext_lazy("invoices", "Drafts")),
    (PAID, pgettext_lazy("invoices", "Paid")),
    (ALL, pgettext_lazy("invoices", "All")),
]
BY_DUE = (OPEN, OVERDUE)
"""What is owed stands in the order in which it is due; everything else with the newest first."""


@dataclass(frozen=True)
class Asked:
    state: str
    q: str
    account: UUID | None
    after: str

    @property
    def is_narrow(self) -> bool:
        return bool(self.q or self.account)

    @property
    def names(self) -> dict[str, str]:
        """As an address says it; a page begins where `after` says."""
        said = {"state": self.state, "q": self.q, "account": str(self.account or "")}
        return {name: value for name, value in said.items() if value}


def asked(data: Any) -> Asked:
    """The address, read leniently: a bookmark never fails."""
    known = {value for value, _words in TABS}
    return Asked(
        state=data["state"] if data.get("state") in known else OPEN,
        q=data.get("q", "").strip()[:100].replace("\0", ""),
        account=key_of(data.get("account", "")),
        after=data.get("after", "")[:100].replace("\0", ""),
    )


def page(desk: Desk, wanted: Asked, *, day: date) -> tuple[list[Invoice], str]:
    """At most 50 invoices and the key of the next page, empty at the end."""
    found = ordered(desk, wanted, day=day)
    rows = list(found[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], _cursor(last, wanted) if last else ""


def ordered(desk: Desk, wanted: Asked, *, day: date) -> InvoiceQuerySet:
    """All that are asked for, from where the page begins."""
    return _after(_chosen(desk, wanted, day=day), wanted).select_related("account", "entity")


def sums(desk: Desk, wanted: Asked, *, day: date) -> list[tuple[str, Decimal]]:
    """By currency, what is still owed or, of drafts, asked for; of what is over no sum is told."""
    if wanted.state not in (*BY_DUE, DRAFTS):
        return []
    by_currency = _chosen(desk, wanted, day=day).order_by("currency").values_list("currency")
    return list(by_currency.annotate(sum=Sum(F("total") - F("paid"))))


def _chosen(desk: Desk, wanted: Asked, *, day: date) -> InvoiceQuerySet:
    invoices = _in_state(desk.invoices(), wanted.state, day)
    if wanted.account:
        invoices = invoices.filter(account=wanted.account)
    if wanted.q:
        named = Q()
        for word in wanted.q.lower().replace("ё", "е").split():
            named &= Q(account__sort_name__contains=word)
        invoices = invoices.filter(named | Q(number__iexact=wanted.q))
    return invoices


def _in_state(invoices: InvoiceQuerySet, state: str, day: date) -> InvoiceQuerySet:
    if state == OVERDUE:
        return invoices.overdue(day)
    if state == DRAFTS:
        return invoices.drafts()
    if state == PAID:
        return invoices.paid_in_full()
    return invoices.unpaid() if state == OPEN else invoices.issued() | invoices.drafts()


def _after(invoices: InvoiceQuerySet, wanted: Asked) -> InvoiceQuerySet:
    moment, _tilde, key = wanted.after.partition("~")
    last = key_of(key)
    if wanted.state in BY_DUE:
        if last and (due := day_of(moment)):
            invoices = invoices.filter(beyond((F("due"), due), (F("pk"), last)))
        return invoices.order_by("due", "pk")
    if last and (at := moment_of(moment)) and at.tzinfo:
        invoices = invoices.filter(before((F("at"), at), (F("pk"), last)))
    return invoices.order_by("-at", "-pk")


def _cursor(last: Invoice, wanted: Asked) -> str:
    return f"{last.due if wanted.state in BY_DUE else last.at.isoformat()}~{last.pk}"

"""What the page frame knows on every page: who sits here, the menu, the theme."""

from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.person import Theme

MOST_COUNTED = 99
MOST_MENUS = 256


class Entry(NamedTuple):
    name: str
    words: Promise
    icon: str

    is_sellers: bool = False
    """Of no use to whoever sees no leads."""

    is_money: bool = False
    """Nothing for whoever does not see what the work costs."""

    is_managed: bool = False
    """Own management's."""

    is_rare: bool = False
    """On a telephone there is room for what is opened daily; the others stand behind More."""

    @property
    def address(self) -> str:
        return reverse(self.name)


ENTRIES = (
    Entry("today", _("Today"), "sun"),
    Entry("leads", _("Leads"), "target", is_sellers=True),
    Entry("deals", _("Deals"), "layout-kanban", is_sellers=True),
    Entry("accounts", _("Clients"), "users"),
    Entry("projects", _("Projects"), "briefcase"),
    Entry("stalls", _("Stalls"), "alert-triangle"),
    Entry("plan", pgettext_lazy("of a month", "Plan"), "flag", is_money=True, is_rare=True),
    Entry("invoices", _("Invoices"), "file-text", is_money=True, is_rare=True),
    Entry("order", _("Order"), "calendar", is_rare=True),
    Entry("letters", _("Letters"), "mail", is_rare=True),
    Entry("company_overview", _("Company"), "eye", is_managed=True, is_rare=True),
)
BESIDE = (
    ("deals", "contracts"),
    ("deals", "handovers"),
    ("invoices", "acts"),
    ("accounts", "portfolio"),
    ("stalls", "ledger"),
    ("plan", "retainers"),
    ("company_overview", "growth"),
)
"""Pages with an address of their own that belong to an entry."""


def frame(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "person", None)
    if person is None:
        return {"person": None, "theme": ""}
    return {
        "person": person,
        "agency": person.agency,
        "theme": _theme(person.theme),
        "menu": _menu(_here(request.path), _counted(person.unseen), *_seen(request.desk), get_language()),  # type: ignore[attr-defined]
    }


def _seen(desk: Desk) -> tuple[bool, bool, bool]:
    return desk.sells, desk.sees_money, desk.person.manages_the_agency


@cache
def _theme(chosen: str) -> SafeString:
    """Attributes of the page; what is as the device needs none."""
    if chosen == Theme.AUTO:
        return SafeString()
    return format_html(' data-theme="{0}" data-bs-theme="{0}"', chosen)


def _here(path: str) -> str:
    """The entry that leads to where one is; Today's is the address with which all others begin."""
    inside = [name for name, address in _addresses() if path.startswith(address)]
    return inside[-1] if len(inside) > 1 or path == _addresses()[0][1] else ""


@cache
def _addresses() -> list[tuple[str, str]]:
    known = (*(entry.name for entry in ENTRIES), "notifications", "settings")
    return [*((name, reverse(name)) for name in known), *((name, reverse(page)) for name, page in BESIDE)]


@lru_cache(MOST_MENUS)
def _menu(here: str, unseen: str, sells: bool, sees_money: bool, manages: bool, language: str | None) -> SafeString:
    """It looks the same on all pages under an entry, for whoever has as much unseen and the same to do."""
    entries = [
        entry
        for entry in ENTRIES
        if (sells or not entry.is_sellers) and (sees_money or not entry.is_money) and (manages or not entry.is_managed)
    ]
    rare = [entry for entry in entries if entry.is_rare]
    said = {
        "daily": [entry for entry in entries if not entry.is_rare],
        "rare": rare,
        "is_among_rare": here in {"settings", *(entry.name for entry in rare)},
    }
    return render_to_string("web/components/menu.html", {**said, "here": here, "unseen": unseen})


def _counted(n: int) -> str:
    """As many as a badge has room for."""
    return f"{MOST_COUNTED}+" if n > MOST_COUNTED else str(n or "")

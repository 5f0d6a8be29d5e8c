"""What the page frame knows on every page: who sits here, the menu, the theme."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_COUNTED = 99
MENU = (
    ("today", _("Today"), "sun"),
    ("accounts", _("Clients"), "users"),
    ("projects", _("Projects"), "briefcase"),
    ("stalls", _("Stalls"), "alert-triangle"),
)


@dataclass(frozen=True)
class Entry:
    address: str
    name: Promise
    icon: str


def frame(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "person", None)
    if person is None:
        return {"person": None, "theme": ""}
    return {
        "person": person,
        "agency": person.agency,
        "theme": "" if person.theme == "auto" else person.theme,
        "unseen": _counted(person.unseen),
        "menu": [Entry(reverse(address), name, icon) for address, name, icon in MENU],
    }


def _counted(n: int) -> str:
    """As many as a badge has room for."""
    return f"{MOST_COUNTED}+" if n > MOST_COUNTED else str(n or "")

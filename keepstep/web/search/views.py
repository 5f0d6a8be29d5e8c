"""Find a client, a project, a deal or a page by a part of its name."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from keepstep.postgres.words import found
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated

EACH = 8
PAGES = (
    ("today", _("Today"), "sun"),
    ("leads", _("Leads"), "target"),
    ("lead_new", _("New lead"), "plus"),
    ("imports", _("Leads from files"), "target"),
    ("sources", _("What sources bring"), "target"),
    ("spend", _("Spend"), "target"),
    ("deals", _("Deals"), "layout-kanban"),
    ("deal_new", _("New deal"), "plus"),
    ("deal_imports", _("Deals from files"), "layout-kanban"),
    ("deal_forecast", _("Forecast"), "layout-kanban"),
    ("contracts", _("Contracts"), "file-text"),
    ("handovers", _("Handovers"), "layout-kanban"),
    ("accounts", _("Clients"), "users"),
    ("account_new", _("New client"), "plus"),
    ("portfolio", _("Health of the clients"), "users"),
    ("growth", _("Growth in step"), "users"),
    ("projects", _("Projects"), "briefcase"),
    ("project_new", _("New project"), "plus"),
    ("stalls", _("Stalls"), "alert-triangle"),
    ("order", _("Order"), "calendar"),
    ("ledger", _("Ledger"), "list-check"),
    ("company_overview", _("Company"), "eye"),
    ("retention", _("How clients stay"), "users"),
    ("invoices", _("Invoices"), "file-text"),
    ("invoice_new", _("New invoice"), "plus"),
    ("acts", _("Acts of acceptance"), "file-text"),
    ("bank", _("Bank"), "file-text"),
    ("settings", _("Settings"), "settings"),
)
SELLERS = {"imports", "deal_imports", "sources", "spend"}
"""Pages that exist only for whoever sees all leads."""
MONEY, MANAGED = {"growth", "invoices", "invoice_new", "acts"}, {"bank", "retention", "company_overview"}
"""The same for whoever sees money, and for own management."""


@dataclass(frozen=True)
class Found:
    address: str
    name: str | Promise
    kind: str | Promise
    icon: str


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100].replace("\0", "")
    kinds = (_clients, _projects, _deals, _pages)
    every = [one for kind in kinds for one in kind(request, words)]
    context = {"found": every, "q": words}
    return render(request, f"web/search/index.html{'#found' if act.is_fragment(request) else ''}", context)


def _clients(request: StaffRequest, words: str) -> list[Found]:
    if not words:
        return []
    accounts = request.desk.accounts().with_us()
    for word in _folded(words).split():
        accounts = accounts.filter(sort_name__contains=word)
    rows = accounts.order_by("sort_name").values_list("pk", "name")[:EACH]
    return [Found(reverse("account", args=[key]), name, _("client"), "users") for key, name in rows]


def _projects(request: StaffRequest, words: str) -> list[Found]:
    if not words:
        return []
    projects = request.desk.projects().open()
    for word in _folded(words).split():
        projects = projects.filter(sort_name__contains=word)
    rows = projects.order_by("sort_name").values_list("pk", "name", "account__name")[:EACH]
    return [Found(reverse("project", args=[key]), name, client, "briefcase") for key, name, client in rows]


def _deals(request: StaffRequest, words: str) -> list[Found]:
    if not words:
        return []
    rows = found(request.desk.deals().open(), words).order_by("-opened_at", "-pk").values_list("pk", "title")[:EACH]
    return [Found(reverse("deal", args=[key]), title, _("deal"), "layout-kanban") for key, title in rows]


def _pages(request: StaffRequest, words: str) -> list[Found]:
    desk = request.desk
    shut = {
        *(() if desk.sells else SELLERS),
        *(() if desk.sees_money else MONEY),
        *(() if desk.person.manages_the_agency else MANAGED),
    }
    named = [(reverse(address), str(name), icon) for address, name, icon in PAGES if address not in shut]
    return [Found(address, name, "", icon) for address, name, icon in named if _folded(words) in _folded(name)]


def _folded(words: str) -> str:
    return words.lower().replace("ё", "е")

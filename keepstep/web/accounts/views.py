"""The portfolio, and a client's page."""

from uuid import UUID

from django.db.models import Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.agency.person import Role
from keepstep.domain.clients import account
from keepstep.domain.clients.account import Account
from keepstep.round.health_history import last_score
from keepstep.web import act
from keepstep.web.accounts import page, portfolio
from keepstep.web.accounts.forms import AccountForm, NewAccountForm
from keepstep.web.accounts.rows import rows
from keepstep.web.accounts.timeline import entries
from keepstep.web.colleagues import colleagues
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted = portfolio.asked(request.GET)
    found, after = portfolio.page(request.desk, wanted, at=timezone.now())
    is_fragment = act.is_fragment(request)
    context = {
        "rows": rows(found, desk=request.desk, at=timezone.now()),
        "asked": wanted,
        "managers": "" if is_fragment else options(_managers(request), chosen=wanted.manager_key),
        "states": options(portfolio.STATES, chosen=wanted.state),
        "sorts": options(portfolio.SORTS, chosen=wanted.sort),
        "next": _with(wanted, after=after) if after else "",
        "first": _with(wanted) if wanted.after else "",
        "file": f"{reverse('accounts_file')}?{urlencode(wanted.names)}",
        "only": not after and not wanted.after,
    }
    return render(request, f"web/accounts/index.html{'#list' if is_fragment else ''}", context)


def _managers(request: StaffRequest) -> list[tuple[str, str]]:
    """Whom the list can be narrowed to; somebody who sees only their own has nothing to choose."""
    if len(request.desk.accounts_in_parts()) == 2:
        return []
    return colleagues(request.desk, Role.ACCOUNT_MANAGER, Role.HEAD, Role.OWNER)


def _with(wanted: portfolio.Asked, **more: str) -> str:
    return f"{reverse('accounts')}?{urlencode({**wanted.names, **more})}"


@seated
@require_GET
def show(request: StaffRequest, account_id: UUID) -> HttpResponse:
    return _page(request, account_of(request, account_id))


@seated
@require_GET
def timeline(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Further back, for the reader who asks."""
    found, at = account_of(request, account_id), timezone.now()
    try:
        events, more = entries(found, desk=request.desk, at=at, after=request.GET.get("before", ""))
    except ValueError:
        events, more = entries(found, desk=request.desk, at=at)
    return render(
        request,
        f"web/accounts/timeline.html{'#entries' if act.is_fragment(request) else ''}",
        {"account": found, "events": events, "older": more},
    )


def account_of(request: StaffRequest, account_id: UUID) -> Account:
    """The account, if it is in this person's sight; else 404."""
    known = request.desk.accounts().select_related("manager", "calendar").annotate(
        health=last_score(), usual_days=Subquery(request.desk.cadences().values("days")[:1])
    )  # fmt: skip
    return get_object_or_404(known, pk=account_id)


def _page(request: StaffRequest, found: Account) -> HttpResponse:
    template = f"web/accounts/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, page.of(found, desk=request.desk, at=timezone.now()))


def done(request: StaffRequest, found: Account, said: act.Words, *, undo: str = "") -> HttpResponse:
    """An act on the client is done: its page, as it is now."""
    return act.done(
        request, said, back=address(found), undo=undo, show=lambda: _page(request, account_of(request, found.pk))
    )


def refused(request: StaffRequest, found: Account, why: Exception) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: _page(request, account_of(request, found.pk)))


def address(found: Account) -> str:
    return reverse("account", args=[found.pk])


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    usual = {"language": request.agency.language, "manager": request.person}
    form = NewAccountForm(request.POST or None, desk=request.desk, initial=usual)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("New client"), submit=_("Add"), back=reverse("accounts"))
    facts = {"manager": request.person, **form.cleaned_data}
    made = account.welcome(**facts, by=request.person, at=timezone.now())
    return act.gone_to(request, address(made))


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = account_of(request, account_id)
    known = {name: getattr(found, name) for name in AccountForm.base_fields}
    form = AccountForm(request.POST or None, desk=request.desk, initial=known)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("Facts about the client"), submit=_("Save"), back=address(found))
    account.amend(found, **form.cleaned_data)
    return done(request, found, _("Saved."))

"""The list of projects, and a project's page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.agency.person import Role
from keepstep.domain.delivery import project, taking
from keepstep.domain.delivery.project import AlreadyClosed, Project
from keepstep.round import run
from keepstep.web import act
from keepstep.web.colleagues import colleagues
from keepstep.web.days import key_of
from keepstep.web.projects import listing, page
from keepstep.web.projects.forms import CloseForm, ProjectForm
from keepstep.web.rows import options
from keepstep.web.seat import StaffRequest, seated


@seated
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    wanted = listing.asked(request.GET)
    found, after = listing.page(request.desk, wanted)
    is_fragment = act.is_fragment(request)
    producers = () if is_fragment else colleagues(request.desk, Role.PRODUCER, Role.ACCOUNT_MANAGER, Role.HEAD)
    context = {
        "rows": listing.rows(found, desk=request.desk, at=timezone.now()),
        "asked": wanted,
        "producers": options(producers, chosen=wanted.producer_key),
        "states": options(listing.STATES, chosen=wanted.state),
        "sorts": options(listing.SORTS, chosen=wanted.sort),
        "next": _with(request, after=after) if after else "",
        "first": _with(request, after="") if wanted.after else "",
    }
    return render(request, f"web/projects/index.html{'#list' if is_fragment else ''}", context)


def _with(request: StaffRequest, *, after: str) -> str:
    names = {name: request.GET[name] for name in ("q", "state", "producer", "sort") if request.GET.get(name)}
    return f"{request.path}?{urlencode({**names, 'after': after} if after else names)}"


@seated
@require_GET
def show(request: StaffRequest, project_id: UUID) -> HttpResponse:
    return _page(request, project_of(request, project_id))


def project_of(request: StaffRequest, project_id: UUID) -> Project:
    """The project, if its client is in this person's sight; else 404."""
    with_names = request.desk.projects().select_related("account__calendar", "producer")
    return get_object_or_404(taking.with_clocks(with_names), pk=project_id)


def open_project_of(request: StaffRequest, project_id: UUID) -> Project:
    """A project on which work goes on; nothing new happens to a closed one."""
    with_names = request.desk.projects().open().select_related("account__calendar", "producer")
    return get_object_or_404(with_names, pk=project_id)


def _page(request: StaffRequest, found: Project) -> HttpResponse:
    template = f"web/projects/show.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, page.of(found, desk=request.desk, at=timezone.now()))


def done(request: StaffRequest, found: Project, said: act.Words, *, undo: str = "") -> HttpResponse:
    """An act on the project is done: the round looks again, and the page shows how it is now."""
    run.look_again(found.account_id, at=timezone.now())
    return act.done(
        request, said, back=address(found), show=lambda: _page(request, project_of(request, found.pk)), undo=undo
    )


def refused(request: StaffRequest, found: Project, why: Exception | act.Words) -> HttpResponse:
    return act.refused(request, why, back=address(found), show=lambda: _page(request, project_of(request, found.pk)))


def address(found: Project) -> str:
    return reverse("project", args=[found.pk])


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    key = key_of(request.GET.get("account", ""))
    account = get_object_or_404(request.desk.accounts().with_us(), pk=key) if key else None
    form = ProjectForm(request.POST or None, desk=request.desk, account=account)
    if request.method == "GET" or not form.is_valid():
        back = reverse("account", args=[account.pk]) if account else reverse("projects")
        return act.sheet(request, form, title=_("New project"), submit=_("Open"), back=back, about=account)
    facts = {"account": account, **form.cleaned_data}
    at = timezone.now()
    made = project.start(facts.pop("account"), **facts, by=request.person, at=at)
    run.look_again(made.account_id, at=at)
    return act.gone_to(request, address(made))


@seated
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, project_id: UUID) -> HttpResponse:
    found = project_of(request, project_id)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        note = _("What is still awaited is dropped, and the client hears no more of it. The history stays.")
        return act.sheet(request, form, title=_("Close the project"), submit=_("Close"), back=address(found), note=note)
    try:
        project.close(found, at=timezone.now())
    except AlreadyClosed as why:
        return refused(request, found, why)
    return done(request, found, _("The project is closed."))

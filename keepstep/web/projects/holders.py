"""Several people of a side who hold a ball: ask one more, enter an answer, excuse one, take it back."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.delivery import holder
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.holder import AlreadyAnswered, Holder
from keepstep.domain.delivery.passing import AlreadyPassed, NotComeYet
from keepstep.domain.delivery.project import Project
from keepstep.web import act
from keepstep.web.projects.ball_form import ShareForm
from keepstep.web.projects.balls import ball_of
from keepstep.web.projects.views import address, done, project_of, refused
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.when import WhenForm


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, ball_id: UUID) -> HttpResponse:
    """A third party is one; several of them are several balls."""
    held, found = ball_of(request, ball_id)
    if held.side == Side.THIRD:
        raise Http404
    form = ShareForm(request.POST if request.method == "POST" else None, desk=request.desk, ball=held)
    if request.method == "GET" or not form.is_valid():
        note = _("It leaves them when everybody who must answer has answered.")
        return act.sheet(
            request, form, title=_("Ask several people"), submit=_("Share"), back=address(found), note=note,
            about=held.awaited,
        )  # fmt: skip
    try:
        holder.share(held, **form.cleaned_data)
    except AlreadyPassed as why:
        return refused(request, found, why)
    return done(request, found, _("Shared: it waits for all of them."))


@seated
@require_http_methods(["GET", "POST"])
def answer(request: StaffRequest, holder_id: UUID) -> HttpResponse:
    """One click; opened, it asks when the answer came."""
    asked, found = _holder(request, holder_id)
    form = WhenForm(request.POST if request.method == "POST" else None, account=found.account, now=timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            has_left = holder.answer(asked, **form.cleaned_data, by=request.person)
        except NotComeYet as why:
            form.add_error("at", str(why))
        except (AlreadyAnswered, AlreadyPassed) as why:
            return refused(request, found, why)
        else:
            said = _("Everybody has answered: it has come.") if has_left else _("Noted.")
            return done(request, found, said, undo=reverse("holder_ask", args=[asked.pk]))
    form.fields["at"].is_aside = False  # type: ignore[attr-defined]
    title = _("%(name)s answered earlier") % {"name": asked}
    return act.sheet(request, form, title=title, submit=_("Has answered"), back=address(found), about=asked.ball)


@seated
@require_POST
def excuse(request: StaffRequest, holder_id: UUID) -> HttpResponse:
    asked, found = _holder(request, holder_id)
    try:
        holder.answer(asked, by=request.person, at=timezone.now(), is_excused=True)
    except (AlreadyAnswered, AlreadyPassed) as why:
        return refused(request, found, why)
    said = _("%(name)s need not answer any more.") % {"name": asked}
    return done(request, found, said, undo=reverse("holder_ask", args=[asked.pk]))


@seated
@require_POST
def ask_again(request: StaffRequest, holder_id: UUID) -> HttpResponse:
    asked, found = _holder(request, holder_id)
    try:
        holder.ask_again(asked, at=timezone.now())
    except TooLate as why:
        return refused(request, found, why)
    return done(request, found, _("Taken back."))


def _holder(request: StaffRequest, holder_id: UUID) -> tuple[Holder, Project]:
    with_names = request.desk.holders().select_related("person", "contact", "ball__project__account")
    asked = get_object_or_404(with_names, pk=holder_id)
    return asked, project_of(request, asked.ball.project_id)

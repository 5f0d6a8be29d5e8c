"""Whom the client may turn to, and a way to write at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from keepstep.domain.talk import answer
from keepstep.domain.talk.document import Refused
from keepstep.portal.page import page
from keepstep.portal.seat import ClientRequest, seated
from keepstep.portal.updates.forms import AnswerForm
from keepstep.round import run


@seated
@require_GET
def index(request: ClientRequest) -> HttpResponse:
    return _show(request, AnswerForm())


@seated
@require_POST
def write(request: ClientRequest) -> HttpResponse:
    form, at = AnswerForm(request.POST, request.FILES), timezone.now()
    if not form.is_valid():
        return _show(request, form)
    try:
        answer.give(request.contact, files=form.cleaned_data.pop("attached"), **form.cleaned_data, at=at)
    except Refused as why:
        form.add_error("attached", str(why))
        return _show(request, form)
    run.look_again(request.desk.account.pk, at=at)
    messages.success(request, _("Thank you, your message has arrived."))
    return redirect("portal_team")


def _show(request: ClientRequest, form: AnswerForm) -> HttpResponse:
    manager = request.desk.account.manager_id
    people = sorted(request.desk.people().select_related("login"), key=lambda one: (one.pk != manager, one.name))
    form.fields["words"].label = _("Your message")
    context = {"people": people, "manager": manager, "form": form}
    return page(request, "portal/team/index.html", context, status=422 if form.is_bound else 200)

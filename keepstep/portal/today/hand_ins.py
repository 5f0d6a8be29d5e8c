"""The client hands in what we wait for, approves it or declines it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from keepstep.domain.delivery.passing import AlreadyPassed
from keepstep.domain.talk import hand_in
from keepstep.domain.talk.document import Refused
from keepstep.domain.talk.hand_in import NothingGiven, Way
from keepstep.portal.page import page
from keepstep.portal.seat import ClientRequest, seated
from keepstep.portal.today import board
from keepstep.portal.today.forms import HandInForm
from keepstep.round import run

THANKS = {
    Way.GIVEN: gettext_lazy("Thank you, it has arrived. Now it is our turn."),
    Way.APPROVED: gettext_lazy("Thank you, approved. We go on."),
    Way.DECLINED: gettext_lazy("Thank you for saying so. We change it and come back to you."),
}


@seated
@require_http_methods(["GET", "POST"])
def create(request: ClientRequest, ball_id: UUID) -> HttpResponse:
    at = timezone.now()
    asked = request.desk.balls().with_client().select_related(
        "agency", "contact", "opened_by", "project__producer", "project__account__manager"
    )  # fmt: skip
    held = get_object_or_404(asked, pk=ball_id)
    form = HandInForm(request.POST, request.FILES) if request.method == "POST" else HandInForm()
    if request.method == "POST" and form.is_valid():
        try:
            hand_in.give(
                held, contact=request.contact, at=at, files=form.cleaned_data.pop("attached"), **form.cleaned_data
            )
        except NothingGiven as why:
            form.add_error("words", str(why))
        except Refused as why:
            form.add_error("attached", str(why))
        except AlreadyPassed:
            messages.info(request, _("This has been done already: nothing is missing from you here."))
            return redirect("portal")
        else:
            run.look_again(request.desk.account.pk, at=at)
            messages.success(request, str(THANKS[Way(form.cleaned_data["way"])]))
            return redirect("portal")
    today = request.desk.working_time.local_day(at)
    context = {"one": board.waiting(held, request.desk, today, form), "today": today, "is_passed": held.passed_at}
    return page(request, "portal/today/hand_in.html", context, status=422 if form.is_bound else 200)

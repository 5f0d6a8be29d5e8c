"""A client's question about a proposal is answered: they read it beside the proposal."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.sales import proposal_question
from keepstep.round import run
from keepstep.web import act
from keepstep.web.proposals.forms import WordsForm
from keepstep.web.proposals.seen import address, proposal_of
from keepstep.web.proposals.views import done
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def answer(request: StaffRequest, question_id: UUID) -> HttpResponse:
    known = get_object_or_404(request.desk.proposal_questions().select_related("version"), pk=question_id)
    found = proposal_of(request, known.version.proposal_id)
    form = WordsForm(request.POST or None, initial={"words": known.answer})
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Answer %(name)s") % {"name": known.name}, submit=_("Answer"), back=address(found),
            note=_("“%(words)s”") % {"words": known.words[:600]},
            about=_("It stands beside the proposal, where they asked."),
        )  # fmt: skip
    at = timezone.now()
    proposal_question.answer(known, words=form.cleaned_data["words"], by=request.person, at=at)
    if found.deal.account_id:
        run.look_again(found.deal.account_id, at=at)
    return done(request, found, _("Answered."))

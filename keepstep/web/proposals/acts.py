"""What is done with a proposal: published, followed by another version, made an invoice, its acceptance taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepstep.domain.sales import decision, proposal_invoice, proposing
from keepstep.domain.sales.deal import DealClosed
from keepstep.domain.sales.deal_invoice import AnothersDeal
from keepstep.domain.sales.decision import Kind
from keepstep.domain.sales.proposal import AlreadyAccepted
from keepstep.domain.sales.proposal_invoice import NoClient, NoCompany, NotAccepted
from keepstep.domain.sales.proposing import AlreadyPublished, GoneOn, NotReady
from keepstep.outlet.pdf.proposal import draw
from keepstep.web import act
from keepstep.web.proposals.forms import ReasonForm
from keepstep.web.proposals.seen import address, draft_of, proposal_of
from keepstep.web.proposals.views import done, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_POST
def go_on(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """The next version starts as a copy, and is edited at once."""
    found = proposal_of(request, proposal_id)
    try:
        proposing.go_on(found, by=request.person, at=timezone.now())
    except AlreadyAccepted as why:
        return refused(request, found, why)
    return act.gone_to(request, reverse("proposal_edit", args=[found.pk]))


@seated
@require_POST
def publish(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    found = proposal_of(request, proposal_id)
    draft = draft_of(request, found)
    try:
        if draft is None:
            raise AlreadyPublished
        proposing.publish(draft, draw=draw, by=request.person, at=timezone.now())
    except (AlreadyPublished, AlreadyAccepted, NotReady, DealClosed) as why:
        return refused(request, found, why)
    return done(request, found, _("Published: whoever has a link reads it now."))


@seated
@require_POST
def throw_away(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    found = proposal_of(request, proposal_id)
    draft = draft_of(request, found)
    if draft is None:
        return refused(request, found, AlreadyPublished())
    deal = reverse("deal", args=[found.deal_id])
    try:
        thrown = proposing.throw_away(draft, by=request.person, at=timezone.now())
    except AlreadyPublished as why:
        return refused(request, found, why)
    undo = reverse("proposal_take_up", args=[thrown.pk])
    messages.success(request, _("The draft is thrown away."), extra_tags=undo)
    return act.gone_to(request, deal if draft.number == 1 else address(found))


@seated
@require_POST
def take_up(request: StaffRequest, thrown_id: UUID) -> HttpResponse:
    """It was a slip of the hand."""
    known = get_object_or_404(request.desk.thrown_drafts().select_related("deal"), pk=thrown_id)
    try:
        again = proposing.take_up(known, at=timezone.now())
    except GoneOn as why:
        return act.refused(request, why, back=reverse("deal", args=[known.deal_id]))
    return act.gone_to(request, reverse("proposal", args=[again.proposal_id]))


@seated
@require_POST
def invoice(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """A draft with the lines that were accepted, for whoever sees money."""
    found = proposal_of(request, proposal_id)
    if not request.desk.sees_money:
        raise Http404
    standing = request.desk.decisions().standing().filter(kind=Kind.ACCEPTED, of=found)
    accepted = standing.select_related("version__proposal__deal__account").first()
    try:
        if accepted is None:
            raise NotAccepted
        made = proposal_invoice.draft(accepted, by=request.person, at=timezone.now())
    except (NotAccepted, NoClient, NoCompany, AnothersDeal) as why:
        return refused(request, found, why)
    return act.gone_to(request, reverse("invoice_edit", args=[made.pk]))


@seated
@require_http_methods(["GET", "POST"])
def withdraw(request: StaffRequest, decision_id: UUID) -> HttpResponse:
    """Own management alone takes back what a client has said, and says why."""
    if not request.person.manages_the_agency:
        raise Http404
    known = get_object_or_404(request.desk.decisions().select_related("of"), pk=decision_id)
    found = proposal_of(request, known.of_id)
    form = ReasonForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("The acceptance does not count"), submit=_("Take back"), back=address(found),
            about=f"{known.name} {known.email}",
            note=_("If the deal stands on it, it goes back to the stage before the gate. The client may accept again."),
        )  # fmt: skip
    decision.withdraw(known, reason=form.cleaned_data["reason"], by=request.person, at=timezone.now())
    return done(request, found, _("Taken back."))

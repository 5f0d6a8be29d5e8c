"""Log a word with a lead."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.sales import talk
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_record import Kind
from keepstep.web import act
from keepstep.web.leads.talk_form import TalkForm
from keepstep.web.leads.views import address, done, lead_of
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, lead_id: UUID) -> HttpResponse:
    found = lead_of(request, lead_id)
    form = TalkForm(request.POST or None, lead=found, now=timezone.now())
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("What was said"), submit=_("Log"), back=address(found), about=found.title,
            note=said(found),
        )  # fmt: skip
    talk.log(found, **form.word, by=request.person)
    return done(request, found, _("Logged."))


def said(found: Lead) -> str:
    """What they wrote last."""
    words = found.records.filter(kind=Kind.TALKED, facts__whose=talk.Whose.THEIRS).values_list("words", flat=True)
    last = words.first() or found.message
    return _("“%(words)s”") % {"words": last[:300]} if last else ""

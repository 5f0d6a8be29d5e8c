"""Own management's answer to a client that is out of step with us."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.money import growth_answer
from keepstep.domain.money.growth_answer import Answer
from keepstep.web import act
from keepstep.web.accounts.views import account_of
from keepstep.web.growth.views import address, pace_of, page
from keepstep.web.growth.words import verdict
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("What do we do about it?"), choices=Answer, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = account_of(request, account_id)
    pace = pace_of(request, found)
    if pace is None or pace.found is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Out of step"), submit=_("Answer"), back=address(found), about=found.name,
            note=verdict(pace.found.gap),
        )  # fmt: skip
    facts = form.cleaned_data
    growth_answer.answer(
        found, gap=pace.found.gap, answer=facts["answer"], words=facts["words"].strip(), by=request.person,
        at=timezone.now(),
    )  # fmt: skip
    return act.done(request, _("Your answer is kept."), back=address(found), show=lambda: page(request, found))

"""What becomes of a client's update that nobody sends."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from keepstep.domain.talk import safety_net
from keepstep.domain.talk.safety_net import Stand
from keepstep.web import act
from keepstep.web.accounts.views import account_of, address, done
from keepstep.web.seat import StaffRequest, seated


class StandForm(forms.Form):
    stand = forms.ChoiceField(label=gettext_lazy("The update"), choices=Stand, widget=forms.RadioSelect)


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = account_of(request, account_id)
    form = StandForm(request.POST or None, initial={"stand": safety_net.of_account(found)})
    if request.method == "GET" or not form.is_valid():
        net = safety_net.of_agency()
        ours = _("The agency: it goes by itself at %(time)s.") if net.is_on else _("The agency: it does not go.")
        return act.sheet(
            request, form, title=_("If nobody sends the update"), submit=_("Save"), back=address(found),
            about=found.name, note=ours % {"time": time_format(net.hour, "H:i")},
        )  # fmt: skip
    safety_net.stretch_for(found, stand=Stand(form.cleaned_data["stand"]), by=request.person, at=timezone.now())
    return done(request, found, _("Saved."))

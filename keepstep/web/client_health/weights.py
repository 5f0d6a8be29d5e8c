"""What each part of health weighs here, with what a change of it would change."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency import health_weights
from keepstep.domain.agency.health_weights import MOST, PARTS
from keepstep.formulas.health import health, is_early
from keepstep.round.health import facts_of
from keepstep.web import act
from keepstep.web.client_health.parts import BANDS, TITLES
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

MOST_SHOWN, MOST_FORMER = 50, 20


class WeightsForm(forms.Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in PARTS:
            self.fields[name] = forms.IntegerField(label=str(TITLES[name]), min_value=0, max_value=MOST)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not self.errors and not any(facts.values()):
            raise forms.ValidationError(_("Something must weigh something."))
        return facts


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest) -> HttpResponse:
    now = health_weights.weights()
    form = WeightsForm(request.POST or None, initial=now)
    effect: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if "look" not in request.POST:
            health_weights.weigh(form.cleaned_data, by=request.person, at=timezone.now())
            return act.done(request, _("Saved."), back=request.path, show=lambda: redirect(request.path))
        effect = _effect(request, now, form.cleaned_data)
    former = request.desk.health_weights().select_related("by")[:MOST_FORMER]
    context = {"form": form, "former": former, **effect}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "web/client_health/weights.html", context, status=status)


def _effect(request: StaffRequest, now: dict[str, int], then: dict[str, int]) -> dict[str, Any]:
    """Whom it would put into another band, and the mean before and after."""
    at = timezone.now()
    pairs = [
        (one, before, after)
        for one in facts_of(request.desk.working_time.local_day(at), at)
        if (before := health(one.factors, now)) and (after := health(one.factors, then))
        if not is_early(before, now) and not is_early(after, then)
    ]
    moved = sorted(
        ((one, before, after) for one, before, after in pairs if before.band != after.band),
        key=lambda row: row[2].value - row[1].value,
    )
    return {
        "is_looked_at": True,
        "clients": len(pairs),
        "before": round(sum(before.value for _one, before, _after in pairs) / len(pairs)) if pairs else None,
        "after": round(sum(after.value for _one, _before, after in pairs) / len(pairs)) if pairs else None,
        "moved": len(moved),
        "rows": [
            {
                "name": one.name, "account": one.account, "before": round(before.value), "after": round(after.value),
                "was": BANDS[before.band], "was_tone": before.band.value, "band": BANDS[after.band],
                "tone": after.band.value,
            }
            for one, before, after in moved[:MOST_SHOWN]
        ],
    }  # fmt: skip

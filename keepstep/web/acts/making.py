"""Making an act of an invoice, of all its lines or a part of them: looked at first as a draft."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from keepstep.desk import Desk
from keepstep.domain.agency.template import Kind, Template
from keepstep.domain.money import act_line, act_making
from keepstep.domain.money.act_line import TooMuch
from keepstep.domain.money.act_making import NotReady
from keepstep.domain.money.invoice import Invoice
from keepstep.outlet.agreement import act as paper
from keepstep.outlet.pdf.agreement import as_file, name_of
from keepstep.web.acts.views import address
from keepstep.web.deals.forms import day_field
from keepstep.web.invoices.seen import invoice_of, of_money
from keepstep.web.invoices.views import address as invoice_address
from keepstep.web.invoices.views import refused
from keepstep.web.number_field import NumberField
from keepstep.web.seat import StaffRequest

LOOK = "look"


class ActForm(forms.Form):
    """A field for each line of which something is left, named by its key."""

    template = forms.ModelChoiceField(
        label=gettext_lazy("Template"), queryset=Template.objects.none(), empty_label=None
    )
    day = day_field(gettext_lazy("Day"))

    def __init__(self, *args: Any, desk: Desk, invoice: Invoice, **options: Any) -> None:
        super().__init__(*args, **options)
        known = desk.templates(at=timezone.now()).for_papers(Kind.ACT)
        self.fields["template"].queryset = known.order_by("language", "pk")  # type: ignore[attr-defined]
        left = act_line.left_of(invoice)
        self.lines = {str(one.pk): one for one in invoice.lines.all() if left[one.pk] > 0}
        for key, one in self.lines.items():
            words = _("%(unit)s, at most %(left)s")
            said = {"unit": one.unit or _("unit"), "left": f"{left[one.pk].normalize():f}"}
            self.fields[key] = NumberField(
                label=one.name, required=False, min_value=0, max_value=left[one.pk], max_digits=12, decimal_places=3,
                initial=left[one.pk], help_text=words % said,
            )  # fmt: skip

    @property
    def part(self) -> dict[UUID, Decimal]:
        return {one.pk: self.cleaned_data[key] for key, one in self.lines.items() if self.cleaned_data[key]}


@of_money
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    found = invoice_of(request, invoice_id)
    if found.issued_at is None or found.cancelled_at:
        return refused(request, found, NotReady(_("Acts are made of issued invoices only.")))
    form = ActForm(request.POST or None, desk=request.desk, invoice=found, initial=_usual(request, found))
    if not form.lines:
        return refused(request, found, NotReady(_("All of it is taken over already.")))
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"template": form.cleaned_data["template"], "day": form.cleaned_data["day"]}
        try:
            if request.POST.get("act") == LOOK:
                draft = act_making.drafted(found, form.part, **said)
                return as_file(paper.printed(draft), name=name_of(paper.title(draft)))
            made = act_making.make(
                found, form.part, **said, by=request.person, at=timezone.now(), prints=paper.printed
            )  # fmt: skip
        except (NotReady, TooMuch) as why:
            form.add_error(None, str(why))
        else:
            return HttpResponseRedirect(address(made))
    about = _("Invoice %(number)s") % {"number": found.number}
    context = {"form": form, "title": _("An act of acceptance"), "about": about, "back": invoice_address(found)}
    return render(request, "web/contracts/edit.html", context, status=422 if form.is_bound else 200)


def _usual(request: StaffRequest, found: Invoice) -> dict[str, Any]:
    known = request.desk.templates(at=timezone.now()).for_papers(Kind.ACT).filter(language=found.language).first()
    return {"template": known, "day": request.desk.working_time.local_day(timezone.now())}

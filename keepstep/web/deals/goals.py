"""Goals of salespeople against what was won: by whoever has the deal, in the month its payment gate opened (§5.8)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from keepstep.desk import Desk
from keepstep.domain.agency.person import Role
from keepstep.domain.sales import sales_goal
from keepstep.domain.sales.handover_clock import WonAt
from keepstep.domain.sales.pipeline import Gate
from keepstep.outlet.percent import percent
from keepstep.web import act
from keepstep.web.addresses import address
from keepstep.web.deals import words
from keepstep.web.number_field import NumberField
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.settings.catalogue import CurrencyField

MOST = 200


@dataclass
class Line:
    """One salesperson's month: what was won, of how much it was to be."""

    name: str
    href: str
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    goal: Any = None

    def add(self, amount: Decimal | None, currency: str) -> None:
        self.count += 1
        if amount is not None:
            self.sums[currency] = self.sums.get(currency, Decimal()) + amount

    @property
    def won(self) -> list[str]:
        return [words.figure(total, currency) for currency, total in sorted(self.sums.items())]

    @property
    def of_count(self) -> str:
        """Attainment is what was won by what was to be won."""
        if self.goal is None or not self.goal.count:
            return ""
        return _("%(share)s of %(goal)s") % {"share": percent(self.count, self.goal.count), "goal": self.goal.count}

    @property
    def of_amount(self) -> str:
        """In the currency of the goal; what was won in another one stands beside it and is not counted."""
        if self.goal is None or not self.goal.amount:
            return ""
        won, wanted = self.sums.get(self.goal.currency, Decimal()), self.goal.amount
        share = percent(int(won * 100), int(wanted * 100))
        return _("%(share)s of %(goal)s") % {"share": share, "goal": words.figure(wanted, self.goal.currency)}


def of_month(desk: Desk, *, at: datetime) -> tuple[str, list[Line]]:
    """The month's name, and whoever sells or has won something in it."""
    time_here = desk.working_time
    month = time_here.local_day(at).replace(day=1)
    people = desk.people().present().with_role(Role.SALES).order_by("name", "pk")
    lines = {one.pk: Line(one.name, address("sales_goal", one.pk)) for one in people[:MOST]}
    for person, name, amount, currency in _won(desk, month, time_here.zone):
        lines.setdefault(person, Line(name, address("sales_goal", person))).add(amount, currency)
    for goal in desk.sales_goals().standing().filter(month=month):
        if goal.person_id in lines:
            lines[goal.person_id].goal = goal
    return date_format(month, "F Y"), list(lines.values())


def _won(desk: Desk, month: date, zone: Any) -> Any:
    """Deals whose last gate up to the payment opened in this month; lost ones are none."""
    begins = datetime.combine(month, time(), tzinfo=zone)
    ends = datetime.combine((month + timedelta(days=32)).replace(day=1), time(), tzinfo=zone)
    paid = desk.evidence().standing().filter(deal=OuterRef("pk"), gate=Gate.PAID, at__lt=ends)
    waived = desk.waivers().standing().filter(deal=OuterRef("pk"), gate=Gate.PAID, at__lt=ends)
    lately = Q(state="open") | Q(closed_at__gte=begins)
    deals = desk.deals().exclude(state="lost").filter(lately, Exists(paid) | Exists(waived))
    won = deals.annotate(won_at=WonAt(F("pk"))).filter(won_at__gte=begins, won_at__lt=ends)
    return won.order_by().values_list("person", "person__name", "amount", "currency")


class GoalForm(forms.Form):
    count = forms.IntegerField(label=gettext_lazy("Deals to be won"), min_value=1, max_value=9999, required=False)
    amount = NumberField(
        label=gettext_lazy("For how much"), required=False, min_value=1, max_digits=16, decimal_places=2
    )
    currency = CurrencyField()


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A head agrees on this month's goal; empty, there is none."""
    if not request.person.manages_the_agency:
        raise Http404
    person, at = get_object_or_404(request.desk.people(), pk=person_id), timezone.now()
    month = request.desk.working_time.local_day(at).replace(day=1)
    known = request.desk.sales_goals().standing().filter(person=person, month=month).first()
    initial: dict[str, Any] = {"currency": known.currency if known else request.agency.currency}
    initial |= {"count": known.count, "amount": known.amount} if known else {}
    form, back = GoalForm(request.POST or None, initial=initial), reverse("deal_forecast")
    if request.method == "GET" or not form.is_valid():
        title = _("Goal of %(month)s") % {"month": date_format(month, "F Y")}
        return act.sheet(request, form, title=title, submit=_("Save"), back=back, about=person.name)
    sales_goal.agree(person, month=month, **form.cleaned_data, by=request.person, at=at)
    return act.done(request, _("Saved."), back=back)

"""The review of a quarter with a client: results, goals, growth in step and the plan of the next one."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.clients.account import Account
from keepstep.domain.money import growth_review
from keepstep.domain.money.growth_review import ReviewedAlready, quarter_before
from keepstep.outlet.pdf import growth_review as growth_review_paper
from keepstep.outlet.pdf.growth_review import as_file
from keepstep.round import quarter, run
from keepstep.web import act
from keepstep.web.accounts.views import account_of
from keepstep.web.growth.views import pace_of
from keepstep.web.growth.words import verdict
from keepstep.web.seat import StaffRequest, seated

MOST = 12


class ReviewForm(forms.Form):
    said = forms.CharField(
        label=_("What was agreed on"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the client said of the results, and what it wants next."),
    )  # fmt: skip
    plan = forms.CharField(
        label=_("The next quarter"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Which goals, which work; the client sees it in the review."),
    )  # fmt: skip


@seated
@require_GET
def show(request: StaffRequest, account_id: UUID) -> HttpResponse:
    return page(request, account_of(request, account_id))


def page(request: StaffRequest, found: Account) -> HttpResponse:
    desk, at = request.desk, timezone.now()
    day = desk.time_of(found).local_day(at)
    wanted = quarter_before(day)
    pace = pace_of(request, found) if desk.sees_money else None
    reviews = list(desk.growth_reviews().filter(account=found).select_related("by")[:MOST])
    context = {
        "account": found,
        "quarter": quarter.of(found, wanted, day=day),
        "in_step": verdict(pace.found.gap) if pace and pace.found else "",
        "reviews": [(one, quarter.name(one.quarter)) for one in reviews],
        "review": next((one for one in reviews if one.quarter == wanted), None),
    }
    return render(request, f"web/growth/review.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@require_GET
def paper_copy(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """In the client's language: it is for the client."""
    found = account_of(request, account_id)
    day = request.desk.time_of(found).local_day(timezone.now())
    wanted = quarter_before(day)
    kept = request.desk.growth_reviews().filter(account=found, quarter=wanted).first()
    with translation.override(found.language):
        told = quarter.of(found, wanted, day=day)
        plan = kept.plan if kept else ""
        return as_file(growth_review_paper.of(found, told, plan=plan, agency=request.agency.name, day=day))


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found, at = account_of(request, account_id), timezone.now()
    wanted = quarter_before(request.desk.time_of(found).local_day(at))
    form = ReviewForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(
            request, form, title=_("Talked over with the client"), submit=_("Record"), back=address(found),
            about=f"{found.name} · {quarter.name(wanted)}",
        )  # fmt: skip
    try:
        made = growth_review.record(found, quarter=wanted, **form.cleaned_data, by=request.person, at=at)
    except ReviewedAlready as why:
        return act.refused(request, why, back=address(found), show=lambda: page(request, found))
    run.look_again(found.pk, at=at)
    undo = reverse("growth_review_take_back", args=[made.pk])
    return act.done(request, _("Recorded."), back=address(found), show=lambda: page(request, found), undo=undo)


@seated
@require_POST
def take_back(request: StaffRequest, review_id: UUID) -> HttpResponse:
    made = get_object_or_404(request.desk.growth_reviews().select_related("account__calendar"), pk=review_id)
    at, found = timezone.now(), made.account
    growth_review.withdraw(made, at=at)
    run.look_again(found.pk, at=at)
    return act.done(request, _("Taken back."), back=address(found), show=lambda: page(request, found))


def address(found: Account) -> str:
    return reverse("growth_review", args=[found.pk])

"""Bank files: taken in here; what was recognised, and what waits for a person."""

from typing import Any

from django import forms
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.domain.money import bank_file
from keepstep.domain.money.bank_file import BankFile, NotOurs, TakenInBefore
from keepstep.domain.money.bank_line import BankLineQuerySet
from keepstep.domain.sales import deal_invoice
from keepstep.intake.bank import BrokenFile, read
from keepstep.postgres.keyset import before
from keepstep.round import run
from keepstep.web import act
from keepstep.web.days import day_of, key_of
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

PAGE = 50
BIGGEST = 10 * 1024 * 1024
WAITING, MATCHED, ASIDE = "waiting", "matched", "aside"
TABS = [
    (WAITING, pgettext_lazy("bank", "To be matched")),
    (MATCHED, pgettext_lazy("bank", "Matched")),
    (ASIDE, pgettext_lazy("bank", "Not ours")),
]


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy(
            "1CClientBankExchange, camt.053, or a table (CSV, Excel) with a date, an amount and a payer; at most 10 MB."
        ),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > BIGGEST:
            raise forms.ValidationError(_("It is too big: at most 10 MB."))
        return self.cleaned_data["file"]


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return page(request)


def page(request: StaffRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in {code for code, _words in TABS} else WAITING
    rows = list(_after(_in_state(request.desk.bank_lines(), state), request.GET.get("after", ""))[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    context = {
        "lines": rows[:PAGE],
        "state": state,
        "tabs": [(code, words, _address(state=code)) for code, words in TABS],
        "files": request.desk.bank_files().select_related("by")[:5],
        "next": _address(state=state, after=f"{last.day}~{last.pk}") if last else "",
        "first": _address(state=state) if request.GET.get("after") else "",
    }
    return render(request, f"web/bank/index.html{'#page' if act.is_fragment(request) else ''}", context)


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            made = bank_file.take_in(
                content, read(content), agency=request.agency, name=file.name, by=request.person, at=timezone.now()
            )
        except (BrokenFile, NotOurs, TakenInBefore) as why:
            form.add_error("file", str(why))
        else:
            _settle(request, made)
            return act.done(request, _told(made), back=reverse("bank"), show=lambda: page(request))
    return act.sheet(
        request, form, title=_("Take in a bank file"), submit=_("Take in"), back=reverse("bank"), sends_files=True
    )


def _settle(request: StaffRequest, made: BankFile) -> None:
    """The deals of whoever paid look again, and so does the round of each of these clients."""
    paid = request.desk.bank_lines().matched().filter(file=made).order_by().values_list("payment__account", flat=True)
    at = timezone.now()
    for account in paid.distinct():
        deal_invoice.settle(account, by=request.person, at=at)
        run.look_again(account, at=at)


def _told(made: BankFile) -> str:
    said = [
        ngettext("%(n)s payment matched", "%(n)s payments matched", made.matched) % {"n": made.matched},
        ngettext("%(n)s waits for you", "%(n)s wait for you", made.waiting) % {"n": made.waiting},
    ]
    if made.known:
        said.append(ngettext("%(n)s known before", "%(n)s known before", made.known) % {"n": made.known})
    return ", ".join(said) + "."


def _in_state(found: BankLineQuerySet, state: str) -> BankLineQuerySet:
    if state == WAITING:
        return found.waiting()
    return found.matched() if state == MATCHED else found.set_aside()


def _after(found: BankLineQuerySet, after: str) -> BankLineQuerySet:
    day, _tilde, key = after[:100].replace("\0", "").partition("~")
    last, at = key_of(key), day_of(day)
    if last and at:
        found = found.filter(before((F("day"), at), (F("pk"), last)))
    with_names = found.select_related("payment__account", "entity", "set_aside_by")
    return with_names.prefetch_related("payment__allocations__invoice").order_by("-day", "-pk")


def _address(**names: str) -> str:
    return f"{reverse('bank')}?{urlencode(names)}"

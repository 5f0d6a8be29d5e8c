"""What a person fills in about a handover."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.desk import Desk
from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.agency.service import Service
from keepstep.domain.clients.contact import Part
from keepstep.round.load import Load, loads
from keepstep.web.deals.forms import day_field
from keepstep.web.number_field import NumberField
from keepstep.web.phone import PhoneField

MOST = 200


class BriefForm(forms.Form):
    brief = forms.CharField(
        label=gettext_lazy("What the client wants, and what to know about them"), max_length=8000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip


class ProjectForm(forms.Form):
    """A client we have keeps its name and language."""

    client = forms.CharField(label=gettext_lazy("Name of the client"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language of the client"), choices=Language)
    project = forms.CharField(label=gettext_lazy("First project"), max_length=200)
    is_retainer = forms.BooleanField(label=gettext_lazy("Without an end, paid by the month"), required=False)
    producer = forms.ModelChoiceField(
        label=gettext_lazy("Producer"), queryset=Person.objects.none(), required=False,
        empty_label=gettext_lazy("nobody yet"),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, has_client: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["producer"].queryset = desk.people().present()  # type: ignore[attr-defined]
        if has_client:
            del self.fields["client"], self.fields["language"]


class PromiseForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("What was promised"), max_length=300)
    due = day_field(
        gettext_lazy("By when"), required=False,
        help_text=gettext_lazy("With a day it becomes a date promised to the client, without one a task."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)


class PersonForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=200, required=False)
    part = forms.ChoiceField(label=gettext_lazy("Part in decisions"), choices=Part, initial=Part.PROJECT)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    gets_updates = forms.BooleanField(label=gettext_lazy("Gets the daily update"), required=False, initial=True)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["phone"].country = desk.country  # type: ignore[attr-defined]


class LineForm(forms.Form):
    service = forms.ModelChoiceField(
        label=gettext_lazy("Service"), queryset=Service.objects.none(), empty_label=gettext_lazy("choose")
    )
    amount = NumberField(label=gettext_lazy("Amount, with VAT"), max_digits=14, decimal_places=2)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["service"].queryset = desk.services().filter(closed_at=None)  # type: ignore[attr-defined]

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise ValidationError(_("More than nothing, please."))
        return amount


class OfferForm(forms.Form):
    """What was returned comes with answers; else there may be a word along."""

    words = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, answers: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = _("Answers to the questions") if answers else _("A word to the account manager")
        self.fields["words"].required = answers


class QuestionsForm(forms.Form):
    questions = forms.CharField(
        label=gettext_lazy("What do you need to know?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AssignForm(forms.Form):
    """Account managers with what each of them has to do; whoever is away says so."""

    manager = forms.ModelChoiceField(
        label=gettext_lazy("Account manager"), queryset=Person.objects.none(), empty_label=None,
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose who takes the client over.")},
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        people = desk.people().present()
        managers = people.with_role(Role.ACCOUNT_MANAGER)
        found = list((managers if managers.exists() else people).order_by("name", "pk")[:MOST])
        known, away = loads(), desk.away_on(today)
        field: Any = self.fields["manager"]
        field.queryset = people
        field.choices = [(one.pk, _named(one, known[one.pk], is_away=one.pk in away)) for one in found]


def _named(person: Person, load: Load, *, is_away: bool) -> str:
    said = [
        ngettext("%(n)s client", "%(n)s clients", load.clients) % {"n": load.clients},
        ngettext("%(n)s thing to do", "%(n)s things to do", load.items) % {"n": load.items},
    ]
    if load.handovers:
        said.append(ngettext("%(n)s handover", "%(n)s handovers", load.handovers) % {"n": load.handovers})
    if is_away:
        said.append(_("away today"))
    return f"{person.name} — {', '.join(said)}"

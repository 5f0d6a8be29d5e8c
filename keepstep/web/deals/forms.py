"""What a person fills in about a deal, and on its way."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales.deal import FACTS, Deal
from keepstep.domain.sales.evidence import NEEDS_PAPER, NO_PAPER, NotByHand
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.pipeline import OPENED_BY, Gate, Pipeline, Stage
from keepstep.domain.sales.source import Source
from keepstep.domain.talk.file_kind import BIGGEST
from keepstep.web.number_field import NumberField
from keepstep.web.own_fields import OwnForm
from keepstep.web.phone import PhoneField
from keepstep.web.settings.catalogue import CurrencyField

MOST = 500
SELLERS = (Role.SALES, Role.HEAD, Role.OWNER)


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class DealForm(OwnForm):
    """`known` is the deal whose facts are changed; a client's contact can be chosen once the client is."""

    title = forms.CharField(
        label=_("What they may buy"), max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("for example, a new online shop")}),
    )  # fmt: skip
    account = forms.ModelChoiceField(
        label=_("Client"), queryset=Account.objects.none(), required=False, empty_label=_("not a client yet")
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False, empty_label=_("choose")
    )
    company = forms.CharField(label=_("Company"), max_length=200, required=False)
    name = forms.CharField(label=_("Contact name"), max_length=200, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    amount = NumberField(label=_("Amount"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = CurrencyField()
    closes_on = day_field(_("Expected close"), required=False)
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.none(), required=False, empty_label=_("unknown")
    )

    def __init__(self, *args: Any, desk: Desk, known: Deal | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["account"].queryset = accounts = desk.accounts()
        fields["account"].choices = [
            ("", _("not a client yet")), *accounts.order_by("sort_name").values_list("pk", "name")[:MOST]
        ]  # fmt: skip
        fields["source"].queryset = desk.sources()
        fields["phone"].country = desk.country
        if known and known.account_id:
            fields["contact"].queryset = desk.contacts().filter(account=known.account_id)
        else:
            del fields["contact"]
        self.ask(desk.deal_fields())

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        known = [facts.get(name) for name in ("account", "company", "name", "phone", "email")]
        if not self.errors and not any(known):
            self.add_error("company", _("Say with whom: a client, a company, or a name."))
        contact, account = facts.get("contact"), facts.get("account")
        if contact and contact.account_id != (account and account.pk):
            facts["contact"] = None
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}


class NewDealForm(DealForm):
    """It begins with its next task, so that none is without."""

    pipeline = forms.ModelChoiceField(label=_("Pipeline"), queryset=Pipeline.objects.none(), empty_label=None)
    person = forms.ModelChoiceField(label=_("Salesperson"), queryset=Person.objects.none(), empty_label=None)
    task = forms.CharField(label=_("What is next"), max_length=300)
    due = day_field(_("By when"))
    first, last = ("title", "pipeline"), ("person", "task", "due")

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, desk=desk, **options)
        fields: dict[str, Any] = self.fields
        fields["pipeline"].queryset = desk.pipelines()
        fields["person"].queryset = desk.people().present()
        fields["person"].choices = sellers(desk)
        self.order_fields([*self.first, *(name for name in fields if name not in self.last), *self.last])


def sellers(desk: Desk) -> list[tuple[Any, Any]]:
    """Whoever sells or manages, and oneself."""
    people = desk.people().present().with_role(*SELLERS)
    known = dict(people.values_list("pk", "name")[:MOST])
    return [*{**known, desk.person.pk: desk.person.name}.items()]


class MoveForm(forms.Form):
    """Where a deal goes; for each gate that is shut on the way, when what opens it happened. Own management may write
    a reason instead."""

    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)

    def __init__(
        self, *args: Any, desk: Desk, today: date, missing: list[Gate], here: Any = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today, self.missing = today, missing
        fields: dict[str, Any] = self.fields
        fields["stage"].queryset = desk.stages()
        if missing:
            fields["stage"].widget = forms.HiddenInput()
            fields["asked"] = forms.CharField(widget=forms.HiddenInput(), initial="1", required=False)
        else:
            fields["stage"].choices = _grouped(desk, here)
        self.may_waive = bool(missing) and desk.person.manages_the_agency
        for gate in self.provable:
            proof = capfirst(str(OPENED_BY[gate]))
            fields[f"day_{gate}"] = day_field(_("%(evidence)s on") % {"evidence": proof}, required=not self.may_waive)
            fields[f"note_{gate}"] = forms.CharField(label=_("In a line"), max_length=2000, required=False)
            if gate in NEEDS_PAPER:
                fields[f"file_{gate}"] = forms.FileField(
                    label=_("The signed contract"), required=not self.may_waive, help_text=_("At most 25 MB."),
                    error_messages={"required": NO_PAPER},
                )  # fmt: skip
        if self.may_waive:
            fields["reason"] = forms.CharField(
                label=_("Or pass without evidence, since"), max_length=2000, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("A head may; the reason stays with the deal."),
            )  # fmt: skip

    @property
    def provable(self) -> list[Gate]:
        """Those that a salesperson can say have opened; the last one an account manager opens."""
        return [gate for gate in self.missing if gate < Gate.HANDED_OVER]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.provable != self.missing and not said.get("reason", "").strip():
            self.add_error(None, str(NotByHand()))
        for gate in self.provable:
            day = said.get(f"day_{gate}")
            if day and day > self.today:
                self.add_error(f"day_{gate}", _("This day is still to come."))
            is_asked = said.get(f"file_{gate}") or not said.get("reason", "").strip()
            if is_asked and not day and f"day_{gate}" not in self.errors:
                self.add_error(f"day_{gate}", _("Without it the deal stays where it is: say when it was."))
            _check_size(self, f"file_{gate}")
        return said


def _grouped(desk: Desk, here: Any) -> list[tuple[str, list[tuple[Any, str]]]]:
    """The stages by their pipelines, but the one where it stands."""
    groups: dict[str, list[tuple[Any, str]]] = {}
    for key, name, along in desk.stages().exclude(pk=here).values_list("pk", "name", "pipeline__name"):
        groups.setdefault(along, []).append((key, name))
    return list(groups.items())


def _check_size(form: forms.Form, name: str) -> None:
    file = form.cleaned_data.get(name)
    if file and file.size > BIGGEST:
        form.add_error(name, _("It is too big: at most 25 MB."))


class ProveForm(forms.Form):
    gate = forms.TypedChoiceField(
        label=_("What happened"), coerce=int,
        choices=[(gate.value, words) for gate, words in OPENED_BY.items() if gate < Gate.HANDED_OVER],
    )  # fmt: skip
    day = day_field(pgettext_lazy("event", "When"))
    note = forms.CharField(label=_("In a line"), max_length=2000, required=False)
    file = forms.FileField(
        label=_("File"), required=False, error_messages={"required": NO_PAPER},
        help_text=_("At most 25 MB. A contract needs it: the paper both have signed."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["file"].required = str(self["gate"].value()) in map(str, NEEDS_PAPER)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        _check_size(self, "file")
        return said


class GiveForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Salesperson"), queryset=Person.objects.none(), empty_label=None)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = desk.people().present()
        fields["person"].choices = sellers(desk)


class LoseForm(forms.Form):
    reason = forms.ModelChoiceField(
        label=_("Why"), queryset=LossReason.objects.none(), empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": _("Choose why: counted together, reasons tell what to change.")},
    )  # fmt: skip
    words = forms.CharField(label=_("In a line"), required=False, max_length=500)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].queryset = desk.loss_reasons()  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    title = forms.CharField(
        label=_("What is next"), max_length=300, widget=forms.TextInput(attrs={"placeholder": _("What is next?")})
    )
    due = day_field(_("By when"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due < self.today and "due" in self.changed_data:
            raise ValidationError(_("This day is over: choose today or a later one."))
        return due


class NoteForm(forms.Form):
    words = forms.CharField(label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))

"""What a person fills in about a lead, and what becomes of it."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients.account import Account
from keepstep.domain.sales import duplicate
from keepstep.domain.sales.duplicate import Duplicate
from keepstep.domain.sales.lead import FACTS, Lead
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import Source
from keepstep.web.own_fields import OwnForm
from keepstep.web.phone import international

MOST = 500


class SeveralField(forms.CharField):
    """Several of a kind in one line, separated by commas; each is checked, and the fault names the one it is of."""

    def clean(self, value: Any) -> list[str]:
        said = [part.strip() for part in re.split(r"[,;\n]", str(super().clean(value)))]
        return list(dict.fromkeys(self.one(part) for part in said if part))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def one(self, text: str) -> str:
        raise NotImplementedError


class EmailsField(SeveralField):
    def one(self, text: str) -> str:
        try:
            validate_email(text)
        except ValidationError as error:
            raise ValidationError(_("%(text)s is no e-mail address.") % {"text": text}) from error
        return text


class PhonesField(SeveralField):
    """Numbers without a country code are read as of `country`."""

    country = ""

    def one(self, text: str) -> str:
        return international(text, country=self.country)


class LeadForm(OwnForm):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200, required=False)
    company = forms.CharField(label=_("Company"), max_length=200, required=False)
    phones = PhonesField(label=_("Telephone"), required=False, max_length=200, help_text=_("Several with commas."))
    emails = EmailsField(label=_("E-mail"), required=False, max_length=500, help_text=_("Several with commas."))
    site = forms.URLField(label=_("Site"), required=False, assume_scheme="https", max_length=200)
    tax_number = forms.CharField(label=_("Tax number"), required=False, max_length=20)
    message = forms.CharField(
        label=_("What they want"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["phones"].country = desk.country  # type: ignore[attr-defined]
        self.ask(desk.lead_fields())

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not self.errors and not (facts.get("phones") or facts.get("emails")):
            self.add_error("phones", _("Without a telephone or an e-mail address nobody can answer them."))
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


class NewLeadForm(LeadForm):
    """Whoever resembles somebody known is entered only when the warning has been seen."""

    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), empty_label=None)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("source",)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, desk=desk, **options)
        self.fields["source"].queryset = desk.sources()  # type: ignore[attr-defined]
        self.alike: list[Duplicate] = []

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if self.errors:
            return facts
        self.alike = duplicate.of(Lead(**self.facts))
        keys = " ".join(sorted(str(one.id) for one in self.alike))
        if keys and facts.get("seen") != keys:
            self.data = {**self.data.dict(), "seen": keys}  # type: ignore[attr-defined]
            raise ValidationError(_("Somebody like this is known already. Look first; send again to enter it anyway."))
        return facts


class AttachForm(forms.Form):
    """Clients the lead resembles come first; one may be known although it is a colleague's."""

    account = forms.ModelChoiceField(label=_("Client"), queryset=Account.objects.none())

    def __init__(self, *args: Any, desk: Desk, lead: Lead, **options: Any) -> None:
        alike = [one.account_id for one in duplicate.of(lead) if one.account_id]
        options.setdefault("initial", {"account": alike[0] if alike else None})
        super().__init__(*args, **options)
        self.fields["account"].queryset = desk.attachable(alike)  # type: ignore[attr-defined]
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            ("", _("choose")), *desk.attachable(alike).order_by("sort_name").values_list("pk", "name")[:MOST]
        ]  # fmt: skip


class GiveForm(forms.Form):
    """Whoever sells comes first in mind, but a lead may be anybody's; who is away is named so."""

    person = forms.ModelChoiceField(label=_("Who answers it"), queryset=Person.objects.none(), empty_label=None)

    def __init__(self, *args: Any, desk: Desk, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        people = desk.people().present().with_role(Role.SALES, Role.HEAD, Role.OWNER)
        away = desk.away_on(day)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (one.pk, _("%(name)s (away)") % {"name": one.name} if one.pk in away else one.name) for one in people[:MOST]
        ]  # fmt: skip


class RejectForm(forms.Form):
    reason = forms.ModelChoiceField(
        label=_("Why"), queryset=RejectReason.objects.none(), empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": _("Choose why: a year from now it tells which source is worth its money.")},
    )  # fmt: skip
    words = forms.CharField(label=_("In a line"), required=False, max_length=500)

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].queryset = desk.reject_reasons()  # type: ignore[attr-defined]

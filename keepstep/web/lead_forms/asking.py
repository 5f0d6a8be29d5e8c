"""The public form: the fields its builder has chosen, the consent, and two traps for machines."""

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.sales import web_form
from keepstep.domain.sales.touch import NAMES
from keepstep.domain.sales.web_form import Field, WebForm
from keepstep.web.own_fields import OwnForm
from keepstep.web.phone import PhoneField

SALT = "lead form"
A_DAY = timedelta(days=1)
QUICKEST = timedelta(seconds=2)
"""Nobody reads and fills in a form faster than that."""
TOUCHES = (*NAMES, *(f"first_{name}" for name in NAMES))


class Token(NamedTuple):
    """Of one page, as it was handed out; its nonce is accepted once."""

    nonce: str
    handed_out_at: datetime


def new_token(form: WebForm, *, at: datetime) -> str:
    said = {"form": str(form.pk), "nonce": secrets.token_hex(16), "at": at.isoformat()}
    return signing.dumps(said, salt=SALT)


def read(token: str, form: WebForm, *, at: datetime) -> Token | None:
    """What was signed for this form; nothing if it was not, or too long ago."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    handed_out_at = datetime.fromisoformat(said["at"])
    is_good = said["form"] == str(form.pk) and at - handed_out_at < A_DAY
    return Token(said["nonce"], handed_out_at) if is_good else None


class PublicForm(OwnForm):
    """`trap` is hidden from people; a token that is too fresh is a machine's."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    phone = PhoneField(label=_("Telephone"))
    email = forms.EmailField(label=_("E-mail"))
    company = forms.CharField(label=_("Company"), max_length=200)
    site = forms.URLField(label=_("Site"), assume_scheme="https", max_length=200)
    tax_number = forms.CharField(label=_("Tax number"), max_length=20)
    message = forms.CharField(label=_("What do you need?"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}))
    consent = forms.BooleanField(error_messages={"required": _("Without this we may not answer you.")})
    trap = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)
    token = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, form: WebForm, country: str, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.form, self.now = form, now
        for name in set(Field.values) - set(form.asks):
            del self.fields[name]
        self.ask(web_form.own_fields(form))
        for name in form.asks:
            if name in self.fields:
                self.fields[name].required = name in form.requires
        if "phone" in self.fields:
            self.fields["phone"].country = country  # type: ignore[attr-defined]
        self.fields["consent"].label = form.consent
        if not form.consent:
            del self.fields["consent"]
        self.order_fields([*form.asks, "consent", "trap", "token"])

    def clean_trap(self) -> str:
        if self.cleaned_data["trap"]:
            raise ValidationError(_("Leave this field empty: it is a trap for machines."))
        return ""

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        ways = {"phone", "email"} & set(self.fields)
        if ways and not self.errors and not any(facts.get(way) for way in ways):
            self.add_error(sorted(ways)[-1], _("Tell us how to reach you: a telephone or an e-mail address."))
        token = read(facts.get("token", ""), self.form, at=self.now)
        # What is wrong besides is sent again anyway, and by then it is not quick any more.
        if token and not self.errors and self.now - token.handed_out_at < QUICKEST:
            raise ValidationError(_("That was very quick. Please press the button once more."))
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        """As leads have them."""
        said = self.cleaned_data
        facts = {name: said.get(name, "") for name in ("name", "company", "site", "tax_number", "message")}
        ways = {"emails": said.get("email"), "phones": said.get("phone")}
        own = {"own": self.own} if self.own else {}
        return facts | {name: [way] if way else [] for name, way in ways.items()} | own

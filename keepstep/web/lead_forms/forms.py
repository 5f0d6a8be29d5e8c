"""The builder of a form: what it asks, the consent, where it may stand, what it says afterwards."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.agency import Language
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.web_form import OWN, Field

HOST = re.compile(r"(?=.{1,255}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?")


class BuilderForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("By it you know the form; visitors see the heading.")
    )
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    title = forms.CharField(label=_("Heading"), max_length=200)
    asks = forms.MultipleChoiceField(
        label=_("What it asks"), choices=Field, widget=forms.CheckboxSelectMultiple,
        initial=[Field.NAME, Field.PHONE, Field.EMAIL, Field.MESSAGE],
    )  # fmt: skip
    requires = forms.MultipleChoiceField(
        label=_("What must be filled in"), choices=Field, widget=forms.CheckboxSelectMultiple, required=False,
        initial=[Field.NAME], help_text=_("A telephone or an e-mail address is always asked for."),
    )  # fmt: skip
    consent = forms.CharField(
        label=_("Consent"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The words a visitor agrees to with a tick; they are kept with the lead."),
    )  # fmt: skip
    hosts = forms.CharField(
        label=_("Sites that may show it"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Hosts one by one, for example www.agency.com. None: only the form’s own page."),
    )  # fmt: skip
    thanks = forms.CharField(label=_("Words of thanks"), max_length=500, required=False)
    goes_to = forms.URLField(
        label=_("Page to go to afterwards"), required=False, assume_scheme="https", max_length=200,
        help_text=_("Instead of the words of thanks."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["source"].queryset = desk.sources()
        own = [(f"{OWN}{one.key}", one.name) for one in desk.lead_fields()]
        fields["asks"].choices = fields["requires"].choices = [*Field.choices, *own]

    def clean_asks(self) -> list[str]:
        asks: list[str] = self.cleaned_data["asks"]
        if not {Field.PHONE, Field.EMAIL} & set(asks):
            raise ValidationError(_("Ask for a telephone or an e-mail address, or nobody can answer."))
        return asks

    def clean_hosts(self) -> list[str]:
        found = [_host(word) for word in re.split(r"[\s,;]+", self.cleaned_data["hosts"].lower()) if word]
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        facts["requires"] = [name for name in facts.get("requires", ()) if name in facts.get("asks", ())]
        return facts


def _host(word: str) -> str:
    """Somebody pastes a whole address: its host is meant."""
    host = re.sub(r"^https?://", "", word).partition("/")[0]
    if not HOST.fullmatch(host):
        raise ValidationError(_("%(word)s is no host: write it like www.agency.com.") % {"word": word})
    return host

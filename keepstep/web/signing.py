"""Signing as a form: when, and the file that both have signed, checked as every other that is given to us."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.web.deals.forms import day_field


class SignForm(forms.Form):
    day = day_field(gettext_lazy("Signed on"))
    file = forms.FileField(
        label=gettext_lazy("The signed file"), required=False,
        help_text=gettext_lazy("A scan, or the file with its electronic signature."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("In a line"), max_length=1000, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("That day is still to come."))
        return day

    @property
    def given(self) -> tuple[str, bytes] | None:
        """The file by its name, if there is one."""
        file = self.cleaned_data["file"]
        return (file.name, file.read()) if file else None


class ScanForm(forms.Form):
    """A file that comes later than the signature."""

    file = forms.FileField(
        label=gettext_lazy("The signed file"),
        help_text=gettext_lazy("A scan, or the file with its electronic signature."),
    )  # fmt: skip

    @property
    def given(self) -> tuple[str, bytes]:
        file = self.cleaned_data["file"]
        return file.name, file.read()

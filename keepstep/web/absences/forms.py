"""When somebody is away; own management says it of anybody, everybody else of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person

DAY = {"type": "date"}


class AbsenceForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Who"), queryset=Person.objects.none(), empty_label=None)
    since = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Last day away"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    why = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Holidays, a course: own management sees it.")
    )

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.me = desk.person
        self.fields["person"].queryset = desk.people().present()  # type: ignore[attr-defined]
        if not desk.person.manages_the_agency:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        since, until = facts.get("since"), facts.get("until")
        if since and until and until < since:
            self.add_error("until", _("That is before the first day."))
        return {"person": self.me, **facts}

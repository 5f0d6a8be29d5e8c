"""A file that is given to us, and how one of leads is to be loaded."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales.file_import import FileImport
from keepstep.domain.sales.lead_import import LeadImport, Policy
from keepstep.domain.sales.own_field import OwnField
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.touch import CLICKS, UTM
from keepstep.intake.lead_sheet.fields import SEVERAL, Field
from keepstep.intake.sheet import own
from keepstep.intake.sheet.heading import NOTHING
from keepstep.intake.sheet.table import Table

LARGEST = 25 * 1024 * 1024
LONGEST_NAME = 100
CHOICES: list[tuple[str, str | Promise]] = [
    (NOTHING, _("kept with the row only")),
    *((str(value), words) for value, words in Field.choices),
    *((f"touch:{name}", name) for name in (*UTM, *CLICKS)),
]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods"}),
        help_text=_("CSV or Excel, as amoCRM, Bitrix24, HubSpot or Pipedrive give it, or your own. At most 25 MB."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > LARGEST:
            raise ValidationError(_("It is too big: at most 25 MB."))
        return self.cleaned_data["file"]


class ColumnsForm(forms.Form):
    """`columns` are what the columns of the file hold, in their order; `choices` what they may: the usual ones, and the
    agency's own fields."""

    usual: ClassVar[list[tuple[str, str | Promise]]] = []
    several: ClassVar[set[Any]] = set()

    def __init__(self, *args: Any, one: FileImport, ours: Iterable[OwnField], may_add: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.one = one
        self.choices = [*self.usual, *((own.column(field), field.name) for field in ours)]
        if may_add:
            self.choices.append((own.NEW, _("a new field of ours, called as the heading")))
        self.columns: list[str] = self.data.getlist("field") if self.is_bound else one.fields  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        known = {value for value, _words in self.choices}
        if len(self.columns) != len(self.one.headings) or not known.issuperset(self.columns):
            raise ValidationError(_("The columns are not those of this file: open it anew."))
        for place, field in enumerate(self.columns):
            heading = self.one.headings[place]
            if field == own.NEW and not 0 < len(heading) <= LONGEST_NAME:
                raise ValidationError(_("A new field is called as its column: give it a heading, not too long."))
            if field and field not in {*self.several, own.NEW} and field in self.columns[:place]:
                words = _("“%(heading)s” says the same as a column before it: choose one of them.")
                raise ValidationError(words % {"heading": heading})
        return {**facts, "fields": self.columns}


class LoadForm(ColumnsForm):
    usual = CHOICES
    several = SEVERAL

    source = forms.ModelChoiceField(
        label=_("Source of rows that name none"), queryset=Source.objects.none(), empty_label=None
    )
    policy = forms.ChoiceField(
        label=_("Whoever is known already, by e-mail, telephone or tax number"), choices=Policy, initial=Policy.SKIP,
        widget=forms.RadioSelect,
    )  # fmt: skip
    person = forms.ModelChoiceField(
        label=_("Whose they are"), queryset=Person.objects.none(), required=False,
        empty_label=_("nobody’s yet: they wait unsorted"),
    )  # fmt: skip
    is_answered = forms.BooleanField(
        label=_("They have been answered already: no clock runs"), required=False, initial=True
    )

    def __init__(self, *args: Any, desk: Desk, one: LeadImport, content: Table, **options: Any) -> None:
        super().__init__(*args, one=one, ours=desk.lead_fields(), may_add=desk.person.manages_the_agency, **options)
        self.fields["source"].queryset = desk.sources()  # type: ignore[attr-defined]
        people = desk.people().present().with_role(Role.SALES, Role.HEAD, Role.OWNER)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if not {Field.PHONES, Field.EMAILS} & set(self.columns):
            raise ValidationError(
                _("Say which column holds the telephone or the e-mail: without them nobody can answer.")
            )
        return facts

"""How a file of deals is to be loaded: what its columns hold, what its stages are with us, and whose the rest is."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.sales.deal_import import DealImport, Policy
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.pipeline import Pipeline, Stage
from keepstep.intake.deal_sheet import stages
from keepstep.intake.deal_sheet.fields import PROOFS, SEVERAL, Field
from keepstep.intake.deal_sheet.stages import LOST, WON, Said
from keepstep.intake.sheet.heading import NOTHING
from keepstep.intake.sheet.table import Table
from keepstep.web.deals.forms import sellers
from keepstep.web.imports.forms import ColumnsForm
from keepstep.web.rows import options

MOST = 100
CHOICES: list[tuple[str, str | Promise]] = [
    (NOTHING, _("kept with the row only")),
    *((str(value), words) for value, words in Field.choices),
    *((name, format_lazy("{}: {}", _("Evidence, the day"), words)) for name, words in PROOFS.items()),
]


class StageLine(NamedTuple):
    """A stage of the file, and what it may be with us."""

    said: Said
    choices: SafeString


class DealLoadForm(ColumnsForm):
    """`stages` are those of the file, as the columns are chosen."""

    usual = CHOICES
    several = SEVERAL

    pipeline = forms.ModelChoiceField(
        label=_("Pipeline of rows that name none of ours"), queryset=Pipeline.objects.none(), empty_label=None
    )
    person = forms.ModelChoiceField(
        label=_("Salesperson of rows that name none of ours"), queryset=Person.objects.none(), empty_label=None
    )
    reason = forms.ModelChoiceField(
        label=_("Why lost, where a row names no reason of ours"), queryset=LossReason.objects.none(), required=False,
        empty_label=_("such rows are refused"),
    )  # fmt: skip
    policy = forms.ChoiceField(
        label=_("A deal that is known already, by its number there, or by what is bought and by whom"), choices=Policy,
        initial=Policy.SKIP, widget=forms.RadioSelect,
    )  # fmt: skip
    waiver = forms.CharField(
        label=_("Let these deals pass the gates without evidence, since"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "A head may; the reason stays with each deal. So what was won there is over here too, as of its day."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, one: DealImport, content: Table, **options: Any) -> None:
        super().__init__(*args, one=one, ours=desk.deal_fields(), may_add=desk.person.manages_the_agency, **options)
        self.content, self.currency, self.by = content, desk.agency.currency, desk.person
        fields: dict[str, Any] = self.fields
        fields["pipeline"].queryset = desk.pipelines()
        fields["person"].queryset = desk.people().present()
        fields["person"].choices = sellers(desk)
        fields["person"].initial = desk.person.pk
        fields["reason"].queryset = desk.loss_reasons()
        if not desk.person.manages_the_agency:
            del fields["waiver"]
        self.ours: list[Stage] = list(desk.stages().select_related("pipeline"))
        self.said = stages.said(content.rows, self.columns)
        self.chosen = self._chosen()

    def _chosen(self) -> dict[str, str]:
        """By the file's stage what it is with us: as it was chosen, else as its name says."""
        data: Any = self.data
        said = dict(zip(data.getlist("said"), data.getlist("stage"), strict=False)) if self.is_bound else {}
        return {one.key: said.get(_plain(one.key), stages.proposed(one, self.ours)) for one in self.said}

    @property
    def stages(self) -> list[tuple[str, StageLine]]:
        """Each with what it is called in the form."""
        along = len({one.pipeline_id for one in self.ours}) > 1
        known: list[tuple[str, str | Promise]] = [
            ("", _("refuse these rows")),
            *((str(one.pk), f"{one.pipeline.name}: {one.name}" if along else one.name) for one in self.ours),
            (WON, _("won: it is over")),
            (LOST, _("lost")),
        ]
        return [
            (_plain(one.key), StageLine(one, options(known, chosen=self.chosen[one.key]))) for one in self.said[:MOST]
        ]

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if not {Field.TITLE, Field.COMPANY, Field.NAME, Field.EMAILS, Field.PHONES} & set(self.columns):
            raise ValidationError(_("Say which column holds the deal, the company or the name."))
        if len(self.said) > MOST:
            raise ValidationError(_("More than a hundred stages: is this the column of the stage?"))
        data: Any = self.data
        if {_plain(one.key) for one in self.said} - set(data.getlist("said")):
            raise ValidationError(_("Say what these stages are with us, and load it then."))
        known = {"", WON, LOST, *(str(one.pk) for one in self.ours)}
        if not known.issuperset(self.chosen.values()):
            raise ValidationError(_("The columns are not those of this file: open it anew."))
        return {**facts, "stages": self.chosen, "currency": self.currency, "by": self.by}


def _plain(key: str) -> str:
    """A browser makes two characters of the end of a line."""
    return key.replace("\n", "|")

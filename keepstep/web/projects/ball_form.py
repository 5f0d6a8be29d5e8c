"""Throwing, passing, forwarding and sharing a ball: what is awaited, of which side, of whom, by when."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person, PersonQuerySet
from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.project import Project
from keepstep.web.projects.forms import DayInput
from keepstep.web.when import WhenForm


class TakerForm(WhenForm):
    """Who is to act. Only the holder of the chosen side counts; the others are left out."""

    side = forms.ChoiceField(label=_("Of whom"), choices=Side, initial=Side.CLIENT, widget=forms.RadioSelect)
    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=_("Who at the client"), queryset=None, required=False, empty_label=_("the client as such")
    )
    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label=_("Who of us"), queryset=None, required=False, empty_label=_("whoever produces it")
    )
    third_party = forms.CharField(label=_("Which third party"), max_length=200, required=False)
    due = forms.DateField(label=_("By when"), required=False, widget=DayInput)

    def __init__(self, *args: Any, desk: Desk, project: Project, **options: Any) -> None:
        super().__init__(*args, account=project.account, **options)
        contacts = desk.contacts().present().filter(account=project.account_id)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["person"].queryset = desk.people().present()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("side") == Side.THIRD and not facts.get("third_party"):
            self.add_error("third_party", _("Name the third party: somebody must be asked."))
        return facts


class EarlierForm(TakerForm):
    """To whom it had been forwarded before it came."""

    due = None  # type: ignore[assignment]

    def __init__(self, *args: Any, ball: Ball, **options: Any) -> None:
        super().__init__(*args, initial={"side": ball.side}, **options)
        self.came_at = ball.passed_at
        self.fields["at"].label, self.fields["at"].required = _("Forwarded when"), True
        self.fields["at"].is_aside = False  # type: ignore[attr-defined]

    def clean_at(self) -> datetime:
        at = super().clean_at()
        if self.came_at and at >= self.came_at:
            raise ValidationError(_("It had come by then: say when it was forwarded before that."))
        return at


class BallForm(TakerForm):
    awaited = forms.CharField(label=_("What is awaited"), max_length=300)
    is_approval = forms.BooleanField(label=_("The client approves or declines it"), required=False)
    field_order = ("awaited", "side", "contact", "person", "third_party", "due", "is_approval", "at")


class ShareForm(forms.Form):
    """The people of the ball's side who do not hold it yet."""

    required: "forms.ModelMultipleChoiceField[Person] | forms.ModelMultipleChoiceField[Contact]" = (
        forms.ModelMultipleChoiceField(
            label=_("Must answer too"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
        )
    )
    informed: "forms.ModelMultipleChoiceField[Person] | forms.ModelMultipleChoiceField[Contact]" = (
        forms.ModelMultipleChoiceField(
            label=_("Only to know of it"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        )
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, ball: Ball, **options: Any) -> None:
        super().__init__(*args, **options)
        people = _people(desk, ball)
        self.fields["required"].queryset = self.fields["informed"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not facts.get("required") and not facts.get("informed"):
            self.add_error("required", _("Choose at least one person."))
        return facts


def _people(desk: Desk, ball: Ball) -> PersonQuerySet | ContactQuerySet:
    if ball.side == Side.CLIENT:
        contacts = desk.contacts().present().filter(account=ball.project.account_id)
        return contacts.exclude(pk__in=[ball.contact_id] if ball.contact_id else []).exclude(
            pk__in=ball.holders.exclude(contact=None).values("contact")
        )
    people = desk.people().present()
    return people.exclude(pk__in=[ball.person_id] if ball.person_id else []).exclude(
        pk__in=ball.holders.exclude(person=None).values("person")
    )


class DueForm(forms.Form):
    to = forms.DateField(label=_("New date"), widget=DayInput)
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, ball: Ball, **options: Any) -> None:
        super().__init__(*args, **options)
        if ball.side == Side.CLIENT and ball.due:
            self.fields["reason"].help_text = _("The client reads it in the delay report.")

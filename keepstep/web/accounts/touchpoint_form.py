"""Logging a touchpoint: who, how, whose word it was, a line about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.talk.touchpoint import Direction, Form, Touchpoint
from keepstep.web.when import WhenForm


class TouchpointForm(WhenForm):
    """Begun from a message of the client, our answer may be a question: then the ball returns to them."""

    how = forms.ChoiceField(
        label=_("How"),
        choices=[(form.value, form.label) for form in (Form.CALL, Form.EMAIL, Form.MESSAGE, Form.MEETING)],
        initial=Form.CALL,
        widget=forms.RadioSelect,
    )
    direction = forms.ChoiceField(
        label=_("Whose word"), choices=Direction, initial=Direction.OUT, widget=forms.RadioSelect
    )
    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=_("Who"), queryset=None, required=False, empty_label=_("somebody there")
    )
    summary = forms.CharField(label=_("In a line"), max_length=4000)
    awaited = forms.CharField(
        label=_("We now wait for"), max_length=300, required=False,
        help_text=_("Where we have asked something back: the ball returns to them."),
    )  # fmt: skip
    due = forms.DateField(label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, *args: Any, contacts: ContactQuerySet, account: Account, now: datetime, asked: Touchpoint | None = None,
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, account=account, now=now, **options)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        if asked is None or asked.ball_id is None:
            del self.fields["awaited"], self.fields["due"]

    def offering(self, people: Iterable[Contact]) -> Self:
        """For a page that has read these people already, and need not ask for them again."""
        who: Any = self.fields["contact"]
        who.choices = [("", who.empty_label), *((one.pk, who.label_from_instance(one)) for one in people)]
        return self

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if facts.get("due") and not facts.get("awaited"):
            self.add_error("awaited", _("Say what we wait for by that day."))
        if facts.get("awaited") and facts.get("direction") == Direction.IN:
            self.add_error("direction", _("What the client said answers nothing: choose our word."))
        return facts

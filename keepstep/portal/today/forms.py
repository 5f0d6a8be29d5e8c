"""Handing something in: words, or approval, or what should be different."""

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.talk.hand_in import Way
from keepstep.portal.components.files import FilesField


class HandInForm(forms.Form):
    words = forms.CharField(
        label=_("Your words"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    attached = FilesField()
    way = forms.ChoiceField(choices=Way, initial=Way.GIVEN, required=False, widget=forms.HiddenInput)

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or Way.GIVEN

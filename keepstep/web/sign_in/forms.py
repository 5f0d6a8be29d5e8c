from django import forms
from django.utils.translation import gettext_lazy as _


class LinkForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

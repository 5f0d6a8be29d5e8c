"""What a person sets for themselves: name, language, look, letters, password."""

from django import forms
from django.contrib.auth import password_validation, update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from keepstep.domain.agency import person
from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.person import Theme
from keepstep.web import act
from keepstep.web.phone import PhoneField
from keepstep.web.seat import StaffRequest, seated


class MeForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    phone = PhoneField(label=_("Telephone"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("as the browser")), *Language.choices], required=False
    )
    theme = forms.ChoiceField(label=_("Light or dark"), choices=Theme)
    gets_digest = forms.BooleanField(
        label=_("What I have not seen comes by mail"), required=False,
        help_text=_("One letter in the morning, and one more on a day when something is urgent."),
    )  # fmt: skip


class PasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    old = forms.CharField(
        label=_("Present password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ("old", "new_password1", "new_password2")

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["new_password1"].help_text = " ".join(password_validation.password_validators_help_texts())
        if not self.user.has_usable_password():
            del self.fields["old"]

    def clean_old(self) -> str:
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("This is not your present password."))
        return str(self.cleaned_data["old"])


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest) -> HttpResponse:
    me = request.person
    known = {name: getattr(me, name) for name in MeForm.base_fields}
    form = MeForm(request.POST or None, initial=known)
    form.fields["phone"].country = request.desk.calendars().get(is_default=True).country  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        person.amend(me, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"] or translation.get_language()):
            return _saved(request)
    status = 422 if form.is_bound else 200
    return render(request, "web/settings/me.html", {"form": form}, status=status)


def _saved(request: StaffRequest) -> HttpResponse:
    return act.done(request, _("Saved."), back=request.path, show=lambda: redirect(request.path))


@seated
@require_http_methods(["GET", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    form = PasswordForm(request.person.login, request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return act.sheet(request, form, title=_("A new password"), submit=_("Change"), back="/settings/")
    form.save()
    update_session_auth_hash(request, request.person.login)
    return act.done(request, _("Your password is changed."), back="/settings/")

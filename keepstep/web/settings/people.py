"""The people of the agency: who is here, in which roles; join, change, leave."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from keepstep.desk import Desk
from keepstep.domain.agency import login, person
from keepstep.domain.agency.person import AlreadyHere, Person, Role
from keepstep.outlet import digest_fault
from keepstep.outlet.sign_in_mail import send_link
from keepstep.web import act
from keepstep.web.phone import PhoneField
from keepstep.web.seat import StaffRequest
from keepstep.web.settings.manage import managed

PAGE = 50


class PersonForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role, widget=forms.CheckboxSelectMultiple)
    head = forms.ModelChoiceField(
        label=_("Head"), queryset=Person.objects.none(), required=False, empty_label=_("nobody")
    )
    phone = PhoneField(label=_("Telephone"), required=False)

    def __init__(self, *args: Any, desk: Desk, country: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["head"].queryset = desk.people().present().with_role(Role.HEAD, Role.OWNER)  # type: ignore[attr-defined]
        self.fields["phone"].country = country  # type: ignore[attr-defined]


class NewPersonForm(PersonForm):
    email = forms.EmailField(label=_("E-mail"), help_text=_("A link to sign in is mailed there at once."))
    field_order = ("name", "email")


class ColleagueForm(PersonForm):
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("They sign in with it, and their letters go there. A new address is mailed a link at once."),
    )
    field_order = ("name", "email")


@managed
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    people = request.desk.people().select_related("login", "head").order_by("left_at", "name", "pk")
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    stuck = request.desk.troubled_digests(timezone.now())
    context = {"page": page, "faults": [(one.person, digest_fault.told(one)) for one in stuck]}
    return render(request, f"web/settings/people.html{'#page' if act.is_fragment(request) else ''}", context)


@managed
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None, desk=request.desk, country=request.desk.country)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            known = person.join(**form.cleaned_data, at=at)
        except AlreadyHere as why:
            form.add_error("email", str(why))
        else:
            send_link(known.login, token=login.make_link(known.login, at=at))
            return _done(request, _("%(name)s has joined.") % {"name": known.name})
    return act.sheet(request, form, title=_("A new colleague"), submit=_("Add"), back=reverse("people"))


@managed
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, person_id: UUID) -> HttpResponse:
    known = _person(request, person_id)
    # Whoever mistyped their own address could not come back to mend it.
    kind = PersonForm if known == request.person else ColleagueForm
    facts = {name: getattr(known, name) for name in kind.base_fields}
    form = kind(request.POST or None, desk=request.desk, country=request.desk.country, initial=facts)
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, _amend(known, form.cleaned_data))
        except person.NobodyOwns as why:
            form.add_error("roles", str(why))
        except AlreadyHere as why:
            form.add_error("email", str(why))
    about = known.email if kind is PersonForm else ""
    return act.sheet(request, form, title=known.name, submit=_("Save"), back=reverse("people"), about=about)


@transaction.atomic
def _amend(known: Person, facts: dict[str, Any]) -> act.Words:
    email = facts.pop("email", "")
    person.amend(known, **facts)
    if not email or not person.move_to(known, email=email):
        return _("Saved.")
    send_link(known.login, token=login.make_link(known.login, at=timezone.now()))
    return _("Saved. A link to sign in is on its way to %(email)s.") % {"email": known.email}


@managed
@require_http_methods(["GET", "POST"])
def leave(request: StaffRequest, person_id: UUID) -> HttpResponse:
    known = _person(request, person_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            person.leave(known, at=timezone.now())
        except person.NobodyOwns as why:
            form.add_error(None, str(why))
        else:
            return _done(request, _("%(name)s can no longer sign in here.") % {"name": known.name})
    note = _("%(name)s can no longer sign in here. The history stays; clients have to be given to somebody else.")
    return act.sheet(
        request, form, title=known.name, submit=_("Has left"), back=reverse("people"), note=note % {"name": known.name}
    )


def _person(request: StaffRequest, person_id: UUID) -> Person:
    return get_object_or_404(request.desk.people().present().select_related("login"), pk=person_id)


def _done(request: StaffRequest, said: act.Words) -> HttpResponse:
    return act.done(request, said, back=reverse("people"))

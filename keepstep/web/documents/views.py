"""Files we share with a client, and those the client gave us."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.project import Project, ProjectQuerySet
from keepstep.domain.talk import document
from keepstep.domain.talk.document import Document, Refused
from keepstep.domain.talk.file_kind import BIGGEST
from keepstep.outlet.download import download
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated

PAGE = 50


class DocumentForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("At most 25 MB."))
    project: "forms.ModelChoiceField[Project]" = forms.ModelChoiceField(
        label=_("Project"), queryset=None, required=False, empty_label=_("the client as a whole"),
        help_text=_("Whoever sees only chosen projects sees only their documents."),
    )  # fmt: skip

    def __init__(self, *args: Any, projects: ProjectQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > BIGGEST:
            raise forms.ValidationError(_("It is too big: at most 25 MB."))
        return self.cleaned_data["file"]


@seated
@require_GET
def index(request: StaffRequest, account_id: UUID) -> HttpResponse:
    return _show(request, _account(request, account_id))


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = _account(request, account_id)
    projects = request.desk.projects().filter(account=found)
    form = DocumentForm(request.POST, request.FILES, projects=projects) if request.method == "POST" else DocumentForm(
        projects=projects
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            shared = document.share(
                found, name=file.name, content=file.read(), project=form.cleaned_data["project"], by=request.person,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as why:
            form.add_error("file", str(why))
        else:
            return _done(request, found, _("“%(name)s” is shared.") % {"name": shared.name})
    return act.sheet(
        request, form, title=_("Share a document"), submit=_("Share"), back=_address(found), sends_files=True
    )  # fmt: skip


@seated
@require_GET
def show(request: StaffRequest, document_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.documents(), pk=document_id)
    return download(found.digest, agency_id=found.agency_id, name=found.name, kind=found.kind)


@seated
@require_GET
def handed_in(request: StaffRequest, attachment_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.attachments().filter(refusal=""), pk=attachment_id)
    return download(found.digest, agency_id=found.agency_id, name=found.name, kind=found.kind)


@seated
@require_POST
def withdraw(request: StaffRequest, document_id: UUID) -> HttpResponse:
    known, found = _document(request, document_id)
    document.withdraw(known, by=request.person, at=timezone.now())
    said = _("The client no longer sees “%(name)s”.") % {"name": known.name}
    return _done(request, found, said, undo=reverse("document_share_again", args=[known.pk]))


@seated
@require_POST
def share_again(request: StaffRequest, document_id: UUID) -> HttpResponse:
    known, found = _document(request, document_id)
    document.share_again(known)
    return _done(request, found, _("“%(name)s” is shared.") % {"name": known.name})


def _account(request: StaffRequest, account_id: UUID) -> Account:
    return get_object_or_404(request.desk.accounts(), pk=account_id)


def _document(request: StaffRequest, document_id: UUID) -> tuple[Document, Account]:
    known = get_object_or_404(request.desk.documents().select_related("account"), pk=document_id)
    return known, known.account


def _done(request: StaffRequest, found: Account, said: act.Words, *, undo: str = "") -> HttpResponse:
    return act.done(request, said, back=_address(found), show=lambda: _show(request, found), undo=undo)


def _show(request: StaffRequest, found: Account) -> HttpResponse:
    number = request.GET.get("page")
    shared = request.desk.documents().shared().filter(account=found).select_related("project", "by")
    given = request.desk.attachments().filter(touchpoint__account=found, refusal="")
    given = given.select_related("touchpoint__contact", "touchpoint__project").order_by("-touchpoint__at", "place")
    context = {
        "account": found,
        "shared": Paginator(shared.order_by("-at", "-pk"), PAGE).get_page(number),
        "given": Paginator(given, PAGE).get_page(number),
    }
    return render(request, f"web/documents/index.html{'#page' if act.is_fragment(request) else ''}", context)


def _address(found: Account) -> str:
    return reverse("documents", args=[found.pk])

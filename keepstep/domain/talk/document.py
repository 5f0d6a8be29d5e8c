"""Documents we share with a client: contracts, layouts, reports; in the portal for whoever may see documents."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from keepstep.domain.agency import store
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk.file_kind import Refusal, judge


class DocumentQuerySet(models.QuerySet["Document"]):
    def shared(self) -> "DocumentQuerySet":
        return self.filter(withdrawn_at=None)


class Document(Row):
    """`project` is the one it belongs to, if any. What was withdrawn stays with us and is shown no more."""

    account = Key(Account, models.CASCADE)
    project = Key(Project, models.CASCADE, null=True, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = Key(Person, null=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = Key(Person, null=True)

    objects: ClassVar[DocumentQuerySet] = DocumentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "document"
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["agency", "account", "-at"], condition=Q(withdrawn_at=None), name="document_shared"),
        )

    def __str__(self) -> str:
        return self.name


class Refused(Exception):
    """The file is none we take."""

    def __init__(self, name: str, refusal: str) -> None:
        super().__init__(_("“%(name)s” was not taken: %(why)s.") % {"name": name, "why": Refusal(refusal).label})


def check(name: str, content: bytes) -> None:
    """Raises Refused."""
    found = judge(name, content)
    if found.refusal:
        raise Refused(found.name, found.refusal)


def kept(name: str, content: bytes, *, agency_id: UUID) -> dict[str, Any]:
    """The file is kept; answers what a row says of it. Raises Refused."""
    check(name, content)
    found = judge(name, content)
    digest = store.keep(content, agency_id=agency_id)
    return {"file_name": found.name, "kind": found.kind, "size": len(content), "digest": digest}


def share(
    account: Account, *, name: str, content: bytes, by: Person | None, at: datetime, project: Project | None = None
) -> Document:
    """The client sees this file from now on. Raises Refused."""
    check(name, content)
    found = judge(name, content)
    digest = store.keep(content, agency_id=account.agency_id)
    return Document.objects.create(
        account=account, project=project, name=found.name, kind=found.kind, size=len(content), digest=digest, by=by,
        at=at,
    )  # fmt: skip


def withdraw(document: Document, *, by: Person, at: datetime) -> bool:
    """It is shown no more; False if it was withdrawn before."""
    return Document.objects.shared().filter(pk=document.pk).update(withdrawn_at=at, withdrawn_by=by) == 1


def share_again(document: Document) -> None:
    """Withdrawing it was a slip of the hand."""
    Document.objects.filter(pk=document.pk).update(withdrawn_at=None, withdrawn_by=None)

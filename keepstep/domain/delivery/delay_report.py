"""What the delay report needs beside the ledger: the agency's comment, and the link by which the client reads it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.delivery.project import Project
from keepstep.postgres import tenancy

LINK_LIFE = timedelta(days=30)


class ReportNote(Row):
    """The agency's comment; the newest counts, the former ones stay."""

    project = Key(Project, models.CASCADE, related_name="report_notes")
    words = models.TextField(_("comment"), max_length=4000, blank=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "report_note"
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["agency", "project", "-at"], name="report_note_of_project"),)

    def __str__(self) -> str:
        return self.words[:60]


class ReportLinkQuerySet(models.QuerySet["ReportLink"]):
    def open(self, at: datetime) -> "ReportLinkQuerySet":
        return self.filter(ended_at=None, expires_at__gt=at)


class ReportLink(Row):
    """Whoever has the link reads the report, without signing in, until it expires; only a hash of it is kept."""

    project = Key(Project, models.CASCADE, related_name="report_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = Key(Person, null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[ReportLinkQuerySet] = ReportLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "report_link"
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=["agency", "project", "-made_at"], name="report_link_of_project"),)

    def __str__(self) -> str:
        return f"{self.project_id} until {self.expires_at}"


def comment(project: Project, *, words: str, by: Person | None, at: datetime) -> ReportNote:
    """What the agency says to the report from now on."""
    return ReportNote.objects.create(project=project, words=words.strip(), by=by, at=at)


def words_of(project: Project, *, at: datetime) -> str:
    """What the agency says to the report at that moment; empty if nothing."""
    note = ReportNote.objects.filter(project=project, at__lte=at).first()
    return note.words if note else ""


def links_of(project: Project, *, at: datetime) -> ReportLinkQuerySet:
    """The links that open, the newest first."""
    return ReportLink.objects.open(at).filter(project=project)


def make_link(project: Project, *, by: Person | None, at: datetime) -> str:
    """The secret part of a new link."""
    token = secrets.token_urlsafe(24)
    ReportLink.objects.create(
        project=project, token_hash=_hash(token), made_by=by, made_at=at, expires_at=at + LINK_LIFE
    )
    return token


def end_links(project: Project, *, at: datetime) -> int:
    """No link of this project's report opens any more."""
    return ReportLink.objects.open(at).filter(project=project).update(ended_at=at)


def find_link(token: str, *, at: datetime) -> ReportLink | None:
    """The link, before any agency is known; None if it is unknown, ended or expired."""
    with tenancy.every_agency():
        return ReportLink.objects.open(at).filter(token_hash=_hash(token)).first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

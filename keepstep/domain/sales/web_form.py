"""Web forms: an address at which whoever visits a site of ours becomes a lead; it takes in and tells nothing (§5.7)."""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales import lead as leads
from keepstep.domain.sales.lead import Channel, Lead
from keepstep.domain.sales.own_field import LeadField
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.touch import Touch
from keepstep.postgres import tenancy

AGAIN = timedelta(minutes=10)
"""The same words within this time are one press of the button too many."""


OWN = "own_"
"""With the key of a field of the agency's own behind it."""


class Field(models.TextChoices):
    """What a form may ask for, beside the agency's own fields of leads."""

    NAME = "name", pgettext_lazy("person", "Name")
    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    COMPANY = "company", _("Company")
    SITE = "site", _("Site")
    TAX_NUMBER = "tax_number", _("Tax number")
    MESSAGE = "message", _("What do you need?")


def new_address() -> str:
    return secrets.token_urlsafe(16)


class WebForm(Row):
    """`address` is the last part of its URL; `hosts` are the sites that may show it, none meaning only its own page.
    `asks` are of Field, or OWN with a key."""

    name = models.CharField(max_length=100)
    source = Key(Source)
    address = models.CharField(max_length=32, unique=True, default=new_address)
    language = models.CharField(max_length=2, choices=Language)
    asks = ArrayField(models.CharField(max_length=40))
    requires = ArrayField(models.CharField(max_length=40), default=list)
    title = models.CharField(max_length=200, blank=True)
    consent = models.TextField(blank=True, max_length=2000)
    thanks = models.CharField(max_length=500, blank=True)
    goes_to = models.URLField(blank=True)
    hosts = ArrayField(models.CharField(max_length=255), default=list)
    opened_at = models.DateTimeField()
    opened_by = Key(Person, null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "web_form"
        ordering = ("opened_at", "id")

    def __str__(self) -> str:
        return self.name


class Submission(Row):
    """`token` is that of the page it was filled in on, `likeness` a hash of what was said: neither makes a second
    lead."""

    form = Key(WebForm, models.CASCADE)
    token = models.CharField(max_length=64)
    likeness = models.CharField(max_length=64)
    at = models.DateTimeField()
    lead = Key(Lead, models.CASCADE)

    class Meta:
        db_table = "submission"
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "form", "token"], name="a_page_of_a_form_is_sent_once"),
        )
        indexes = (models.Index(fields=["agency", "form", "likeness", "at"], name="submission_like"),)

    def __str__(self) -> str:
        return f"{self.form_id} {self.at}"


def add(*, by: Person | None, at: datetime, **facts: Any) -> WebForm:
    """`facts` are fields of WebForm."""
    return WebForm.objects.create(opened_by=by, opened_at=at, **facts)


def amend(form: WebForm, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(form, name, value)
    form.save(update_fields=list(facts))


def close(form: WebForm, *, at: datetime) -> None:
    """The address answers no more; leads that came by it stay."""
    form.closed_at = at
    form.save(update_fields=["closed_at"])


def find(address: str) -> WebForm | None:
    """The form behind an address, before any agency is known."""
    with tenancy.every_agency():
        return WebForm.objects.filter(address=address, closed_at=None).first()


def own_fields(form: WebForm) -> list[LeadField]:
    """Those it asks for that are not in the archive."""
    keys = [name.removeprefix(OWN) for name in form.asks if name.startswith(OWN)]
    return list(LeadField.objects.filter(pk__in=keys, closed_at=None)) if keys else []


@transaction.atomic
def submit(form: WebForm, *, token: str, at: datetime, first_touch: Touch, last_touch: Touch, **facts: Any) -> Lead:
    """Whoever filled it in is a lead; sent twice, it is the same lead. `facts` are those of `lead.arrive`."""
    WebForm.objects.select_for_update().get(pk=form.pk)
    likeness = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    of_form = Submission.objects.filter(form=form)
    known = of_form.filter(token=token).first() or of_form.filter(likeness=likeness, at__gt=at - AGAIN).first()
    if known:
        return Lead.objects.get(pk=known.lead_id)
    made = leads.arrive(
        source=form.source, channel=Channel.FORM, at=at, first_touch=first_touch or last_touch, last_touch=last_touch,
        consent=form.consent, **facts,
    )  # fmt: skip
    Submission.objects.create(form=form, token=token, likeness=likeness, at=at, lead=made)
    return made

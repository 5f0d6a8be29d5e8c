"""Signs by which somebody is recognised: normalised e-mail, E.164 telephone, tax number, web domain (§5.7)."""

import re
from urllib.parse import urlsplit

from django.db import models

from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.free_mail import FREE
from keepstep.domain.sales.lead import Lead


class Kind(models.TextChoices):
    EMAIL = "email"
    PHONE = "phone"
    TAX = "tax"
    DOMAIN = "domain"


class Sign(Row):
    lead = Key(Lead, models.CASCADE, related_name="signs")
    kind = models.CharField(max_length=6, choices=Kind)
    value = models.CharField(max_length=254)

    class Meta:
        db_table = "lead_sign"
        constraints = (
            models.UniqueConstraint(fields=["agency", "lead", "kind", "value"], name="a_lead_bears_a_sign_once"),
        )
        indexes = (models.Index(fields=["agency", "kind", "value"], name="lead_sign_by_value"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


def mark(lead: Lead) -> None:
    """The lead bears the signs of its facts, and no others."""
    wanted, borne = signs(lead), {}
    for one in Sign.objects.filter(lead=lead):
        borne[one.kind, one.value] = one.pk
    Sign.objects.filter(pk__in=[key for sign, key in borne.items() if sign not in wanted]).delete()
    Sign.objects.bulk_create(Sign(lead=lead, kind=kind, value=value) for kind, value in sorted(wanted - borne.keys()))


def signs(lead: Lead) -> set[tuple[str, str]]:
    """All signs of what is known of somebody, as kind and value."""
    mails = {normalised(address) for address in lead.emails}
    domains = {address.rpartition("@")[2] for address in mails} | {domain(lead.site)}
    tax = re.sub(r"[^0-9A-Z]", "", lead.tax_number.upper())
    return {
        *((Kind.EMAIL.value, address) for address in mails),
        *((Kind.PHONE.value, number) for number in lead.phones),
        *((Kind.DOMAIN.value, name) for name in domains if name and name not in FREE),
        *([(Kind.TAX.value, tax)] if tax else []),
    }


def normalised(address: str) -> str:
    """What comes after a plus sign reaches the same person; contacts are compared by the same rule in SQL."""
    return re.sub(r"\+[^@]*@", "@", address.strip().lower())


def domain(site: str) -> str:
    """The host of an address on the web, without `www.`; a bare host counts as one."""
    host = urlsplit(site if "//" in site else f"//{site}").hostname or ""
    return host.removeprefix("www.").strip(".")

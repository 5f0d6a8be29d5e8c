"""What an agency wants to know of each client's business: fields of its own, in its own words (§4)."""

from typing import ClassVar

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.own_list import Line, LineQuerySet

USUAL = (
    ("sells", pgettext_lazy("dossier", "What they sell"), _("The main things, and what brings the most.")),
    ("customers", pgettext_lazy("dossier", "To whom"), _("Who buys, and why from them.")),
    ("check", pgettext_lazy("dossier", "Average check and margin"), _("Of one sale, and what remains of it.")),
    ("seasons", pgettext_lazy("dossier", "Seasons"), _("When they sell most, and when it is quiet.")),
    ("rivals", pgettext_lazy("dossier", "Competitors"), _("Whom their customers choose instead, and why.")),
    ("success", pgettext_lazy("dossier", "What success is for them"), _("In their words, best with a number.")),
    ("decides", pgettext_lazy("dossier", "Who decides"), _("Who says yes, who is asked first, what they look at.")),
    ("plans", pgettext_lazy("dossier", "Their plans"), _("What they want to open, launch or give up within a year.")),
    ("fears", pgettext_lazy("dossier", "What they fear"), _("What must never happen again, and what it was.")),
    ("tried", pgettext_lazy("dossier", "What was tried before"), _("Channels, agencies, and what came of it.")),
    ("came", pgettext_lazy("dossier", "How they came to us"), _("Who brought them, and what they came for.")),
    ("places", pgettext_lazy("dossier", "Sites and accesses"), _("And who holds each access. Never a password.")),
)  # fmt: skip
"""Code, name and help; a brief's answer finds its field by the code."""
CODES = [(code, name) for code, name, _hint in USUAL]


class DossierField(Line):
    """`code` is that of a usual field, whatever it is called by now."""

    code = models.CharField(max_length=20, blank=True)
    hint = models.CharField(max_length=200, blank=True)

    one_remains: ClassVar = False

    class Meta:
        db_table = "dossier_field"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_field_of_the_dossier_has_a_name_of_its_own"),
        )


def offered(agency: Agency) -> LineQuerySet:
    """What is asked; an agency that never had any begins with the usual ones, in its language."""
    if not DossierField.objects.exists():
        with transaction.atomic():
            Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
            if not DossierField.objects.exists():
                with translation.override(agency.language):
                    DossierField.objects.bulk_create(
                        DossierField(code=code, name=str(name), hint=str(hint)) for code, name, hint in USUAL
                    )
    return DossierField.objects.still_open()

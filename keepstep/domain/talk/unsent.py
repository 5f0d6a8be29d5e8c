"""Unsent letters: an update or a correction that is written and waits for its hour of mind: kept for later, or taken
back in time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.account import Account
from keepstep.domain.talk import enclosure
from keepstep.domain.talk.enclosure import Enclosure


class Unsent(Row):
    """`texts` by language: `{"en": {"subject": …, "body": …}}`; `facts` and `corrects` as an update has them."""

    account = Key(Account, models.CASCADE)
    day = models.DateField()
    texts = models.JSONField(_("text"))
    facts = models.JSONField(default=dict)
    by = Key(Person, null=True)
    kept_at = models.DateTimeField()
    corrects = Key("keepstep.Update", models.CASCADE, null=True)

    class Meta:
        db_table = "unsent"
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["agency", "account", "day"],
                condition=models.Q(corrects=None),
                name="a_day_keeps_one_unsent_letter_of_a_client",
            ),
            models.UniqueConstraint(
                fields=["agency", "corrects"],
                condition=models.Q(corrects__isnull=False),
                name="an_update_keeps_one_unsent_correction",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"

    def in_language(self, language: str) -> Wording | None:
        return Wording(**self.texts[language]) if language in self.texts else None


def keep(
    account: Account,
    *,
    day: date,
    texts: Mapping[str, Wording],
    facts: dict[str, Any],
    by: Person | None,
    at: datetime,
    enclosed: Sequence[Enclosure] = (),
    corrects: Any = None,
) -> Unsent:
    """What is written so far stays as it is, with its files; the later one of a day takes the place of the earlier.

    Raises NotAtHand.
    """
    known = {"texts": {key: one._asdict() for key, one in texts.items()}, "facts": facts, "by": by, "kept_at": at}
    with transaction.atomic():
        kept, _new = Unsent.objects.update_or_create(account=account, day=day, corrects=corrects, defaults=known)
        kept.enclosures.update(unsent=None)
        enclosure.put(enclosed, unsent=kept)
    return kept


def of(account: Account, *, day: date, corrects: Any = None) -> Unsent | None:
    return Unsent.objects.select_related("by").filter(account=account, day=day, corrects=corrects).first()


def drop(account: Account, *, day: date, corrects: Any = None) -> None:
    """It has been sent, or is not wanted any more."""
    Unsent.objects.filter(account=account, day=day, corrects=corrects).delete()

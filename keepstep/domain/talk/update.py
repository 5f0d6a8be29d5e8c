"""Updates: the daily message to the client about progress (§5.2)."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Channel, Contact
from keepstep.domain.talk import sending
from keepstep.domain.talk.sending import Sending


class Update(Row):
    """`facts` names the steps and balls the text speaks of: `{"steps": [id], "balls": [id], "quiet": bool}`."""

    account = Key(Account, models.CASCADE, related_name="updates")
    day = models.DateField()
    language = models.CharField(max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=20_000)
    facts = models.JSONField(default=dict)
    by = Key(Person, null=True)
    written_at = models.DateTimeField()

    class Meta:
        db_table = "update"
        ordering = ("-written_at", "-id")
        indexes = (models.Index(fields=["agency", "account", "-written_at"], name="update_of_account"),)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "account", "day"], name="an_account_gets_one_update_a_day"),
        )

    def __str__(self) -> str:
        return self.subject


class NobodyToTell(Exception):
    """No contact of the account gets updates."""

    def __init__(self) -> None:
        super().__init__(_("Nobody at this client gets updates yet: add a contact with an e-mail address."))


class NothingToSay(Exception):
    """An update without words is never sent (§5.2)."""

    def __init__(self) -> None:
        super().__init__(_("Write at least a line: an empty message is never sent."))


class AlreadyToldToday(Exception):
    """The account's update of that day is on its way or delivered."""

    def __init__(self, update: Update) -> None:
        super().__init__(_("Today's update of this client has been sent already."))
        self.update = update


def send(
    account: Account,
    *,
    day: date,
    subject: str,
    body: str,
    by: Person | None,
    at: datetime,
    language: str = "",
    facts: dict[str, Any] | None = None,
    contacts: list[Contact] | None = None,
) -> Update:
    """Write the day's update and a waiting sending for each contact.

    Raises NothingToSay, NobodyToTell, AlreadyToldToday.
    """
    if not body.strip():
        raise NothingToSay
    told = contacts if contacts is not None else list(Contact.objects.told_daily().filter(account=account))
    if not told:
        raise NobodyToTell
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if former := Update.objects.filter(account=account, day=day).first():
            raise AlreadyToldToday(former)
        update = Update.objects.create(
            account=account,
            day=day,
            language=language or account.language,
            subject=subject.strip(),
            body=body.strip(),
            facts=facts or {},
            by=by,
            written_at=at,
        )
        Sending.objects.bulk_create(sending.to(one, channel=Channel.EMAIL, at=at, update=update) for one in told)
    return update

"""Updates: the daily message to the client about progress (§5.2)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients import contact_chat
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk import enclosure, sending, unsent
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.sending import Sending, Text, TooLate
from keepstep.domain.talk.unsent import Unsent


class UpdateQuerySet(models.QuerySet["Update"]):
    def of_the_day(self) -> "UpdateQuerySet":
        """The daily ones, without what was sent to correct them."""
        return self.filter(corrects=None)


class Update(Row):
    """`facts` names the steps and balls the text speaks of: `{"steps": [id], "balls": [id], "quiet": bool}`.

    `others` are its texts for readers of further languages: `{"ru": {"subject": …, "body": …}}`.
    One that `corrects` another is of the same day, and follows it (`correction`).
    One `by_itself` was written and sent by nobody: the safety net let the draft out.
    """

    account = Key(Account, models.CASCADE, related_name="updates")
    day = models.DateField()
    language = models.CharField(max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=20_000)
    others = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    facts = models.JSONField(default=dict)
    by = Key(Person, null=True)
    written_at = models.DateTimeField()
    corrects = Key("self", models.CASCADE, null=True, related_name="corrections")
    by_itself = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[UpdateQuerySet] = UpdateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "update"
        ordering = ("-written_at", "-id")
        indexes = (
            models.Index(fields=["agency", "account", "-written_at"], name="update_of_account"),
            models.Index(
                fields=["agency", "corrects"], condition=models.Q(corrects__isnull=False), name="correction_of_update"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "account", "day"],
                condition=models.Q(corrects=None),
                name="an_account_gets_one_update_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(by_itself=False) | models.Q(by=None, corrects=None),
                name="what_went_by_itself_was_written_by_nobody",
            ),
        )

    def __str__(self) -> str:
        return self.subject

    def in_language(self, language: str) -> Text:
        """The text for whoever reads this language; the first one if it was not written in it."""
        if language in self.others:
            return Text(language, **self.others[language])
        return Text(self.language, self.subject, self.body)

    @property
    def texts(self) -> list[Text]:
        """All of them, the first one first."""
        return [self.in_language(language) for language in (self.language, *self.others)]

    def names(self, text: str) -> bool:
        """Whether this stands in it, in any of its languages; signs of Markdown may have been put before signs."""
        return any(text in one.body.replace("\\", "") for one in self.texts)


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
    others: Mapping[str, Wording] = MappingProxyType({}),
    facts: dict[str, Any] | None = None,
    contacts: list[Contact] | None = None,
    wait: timedelta = timedelta(),
    enclosed: Sequence[Enclosure] = (),
) -> Update:
    """Write the day's update and a sending for each contact, which waits so long. `others` are its texts in further
    languages.

    Raises NothingToSay, NobodyToTell, AlreadyToldToday, NotAtHand.
    """
    if not all(text.strip() for text in (body, *(one.body for one in others.values()))):
        raise NothingToSay
    told = contacts if contacts is not None else list(Contact.objects.told_daily().filter(account=account))
    if not told:
        raise NobodyToTell
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if former := Update.objects.of_the_day().filter(account=account, day=day).first():
            raise AlreadyToldToday(former)
        update = Update.objects.create(
            account=account,
            day=day,
            language=language or account.language,
            subject=subject.strip(),
            body=body.strip(),
            others={key: Wording(one.subject.strip(), one.body.strip())._asdict() for key, one in others.items()},
            facts=facts or {},
            by=by,
            written_at=at,
        )
        Sending.objects.bulk_create(sending.to_each(told, at=at, wait=wait, update=update))
        enclosure.put(enclosed, update=update)
        unsent.drop(account, day=day)
    return update


class Word(NamedTuple):
    """An update ready to go: its texts by language, the client's first, what they speak of, and who gets them."""

    account: Account
    texts: Mapping[str, Wording]
    facts: dict[str, Any]
    told: Sequence[Contact]


def let_out(words: Sequence[Word], *, day: date, at: datetime) -> list[Update]:
    """Updates that go by themselves: each with a sending for every reader, in as many statements as one would take.

    Whoever calls it holds the accounts, and has seen that none has an update of that day.
    """
    made = [_by_itself(word, day=day, at=at) for word in words]
    Update.objects.bulk_create(made)
    chats = contact_chat.of_each(one for word in words for one in word.told if one.in_telegram)
    Sending.objects.bulk_create(
        one
        for word, update in zip(words, made, strict=True)
        for one in sending.to_each(word.told, at=at, wait=timedelta(), chats=chats, update=update)
    )
    return made


def _by_itself(word: Word, *, day: date, at: datetime) -> Update:
    (language, first), *others = word.texts.items()
    return Update(
        account=word.account,
        day=day,
        language=language,
        subject=first.subject,
        body=first.body,
        others={key: one._asdict() for key, one in others},
        facts=word.facts,
        written_at=at,
        by_itself=True,
    )


def withdraw(update: Update, *, by: Person | None, at: datetime) -> Unsent:
    """Taken back before any of it has left: it is a letter that is not sent yet. Raises TooLate."""
    with transaction.atomic():
        sendings = Sending.objects.filter(update=update)
        if sending.withdraw(sendings, at=at) != sendings.count():
            raise TooLate
        texts = {text.language: Wording(text.subject, text.body) for text in update.texts}
        enclosed = list(update.enclosures.all())
        enclosure.release(enclosed)
        kept = unsent.keep(
            update.account, day=update.day, texts=texts, facts=update.facts, by=by, at=at, enclosed=enclosed,
            corrects=update.corrects,
        )  # fmt: skip
        update.delete()
    return kept

"""Contacts: people at the client, how they are reached and what they may see."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.account import Account


class Part(models.TextChoices):
    """The part a contact has in decisions."""

    DECISION_MAKER = "decider", _("decision maker")
    PROJECT = "project", _("project person")
    ACCOUNTANT = "accountant", _("accountant")
    OTHER = "other", _("other")


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("telephone")
    TELEGRAM = "telegram", "Telegram"
    MEETING = "meeting", _("meeting")


class Sight(models.TextChoices):
    """Which of the client's projects a contact sees in the portal."""

    ALL = "all", _("all projects")
    CHOSEN = "chosen", _("only those chosen")


class MailKey(models.Func):
    """The address as people are recognised by it: what comes after a plus sign reaches the same person."""

    template = "(regexp_replace(lower(%(expressions)s), '\\+[^@]*@', '@'))"
    output_field = models.CharField()


class MailDomain(models.Func):
    template = "(split_part(lower(%(expressions)s), '@', 2))"
    output_field = models.CharField()


class ContactQuerySet(models.QuerySet["Contact"]):
    def present(self) -> "ContactQuerySet":
        return self.filter(left_at=None)

    def in_the_portal(self) -> "ContactQuerySet":
        """Those who may enter the portal: present, of a client that is with us, and let in by the agency."""
        return self.present().filter(opens_portal=True, account__left_at=None).exclude(email="")

    def at_address(self, address: str) -> "ContactQuerySet":
        return self.annotate(address=Lower("email")).filter(address=address.strip().lower())

    def reachable(self) -> "ContactQuerySet":
        """Those who can be written to: by mail, or in Telegram."""
        return self.present().filter(~models.Q(email="") | models.Q(channels__contains=[Channel.TELEGRAM]))

    def told_daily(self) -> "ContactQuerySet":
        """Those who get the account's updates."""
        return self.reachable().filter(gets_updates=True)


class Contact(Row):
    """`mails_too` counts once there is a chat: whether updates come by mail beside it. `mail_key`, `mail_domain` are
    what somebody is recognised by: columns, since row-level security lets no index of an expression be used."""

    account = Key(Account, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    part = models.CharField(_("part in decisions"), max_length=10, choices=Part, default=Part.PROJECT)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)
    channels = ArrayField(models.CharField(max_length=10, choices=Channel), default=list)
    gets_updates = models.BooleanField(_("gets the daily update"), default=True, db_default=True)
    opens_portal = models.BooleanField(_("may open the portal"), default=True, db_default=True)
    sight = models.CharField(_("projects"), max_length=6, choices=Sight, default=Sight.ALL, db_default=Sight.ALL)
    sees_documents = models.BooleanField(_("sees documents"), default=True, db_default=True)
    sees_money = models.BooleanField(_("sees money"), default=False, db_default=False)
    mails_too = models.BooleanField(default=True, db_default=True)
    left_at = models.DateTimeField(null=True)
    mail_key = models.GeneratedField(
        expression=MailKey("email"), output_field=models.CharField(max_length=254), db_persist=True
    )
    mail_domain = models.GeneratedField(
        expression=MailDomain("email"), output_field=models.CharField(max_length=254), db_persist=True
    )

    objects: ClassVar[ContactQuerySet] = ContactQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "contact"
        ordering = ("name", "id")
        indexes = (
            models.Index(fields=["agency", "account"], name="contact_of_account"),
            models.Index(Lower("email"), condition=models.Q(left_at=None), name="contact_by_address"),
            models.Index(fields=["agency", "mail_key"], name="contact_of_mail"),
            models.Index(fields=["agency", "mail_domain"], name="contact_of_mail_domain"),
            models.Index(fields=["agency", "phone"], name="contact_by_phone"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def greeted(self) -> str:
        """How a letter speaks to them: by the first name, with a title by the last."""
        first, *others = self.name.split() or [""]
        if not first.endswith(".") or not others:
            return first
        return f"{first} {others[-1]}"

    @property
    def in_telegram(self) -> bool:
        """Whether there is a way to them in Telegram."""
        return Channel.TELEGRAM in self.channels

    @property
    def ways_of_updates(self) -> list[Channel]:
        """By which an update goes: in Telegram where there is a chat, by mail without one or beside it."""
        mail = [Channel.EMAIL] if self.email and (self.mails_too or not self.in_telegram) else []
        return [*([Channel.TELEGRAM] if self.in_telegram else []), *mail]

    @property
    def ways_in_words(self) -> str:
        """Where an update finds them."""
        return ", ".join(
            str(Channel.TELEGRAM.label) if way == Channel.TELEGRAM else str(self.email) for way in self.ways_of_updates
        )

    @property
    def way_of_letters(self) -> Channel | None:
        """By which a letter goes if nobody says otherwise."""
        return Channel.EMAIL if self.email else Channel.TELEGRAM if self.in_telegram else None

    def way_beside(self, channel: str) -> Channel | None:
        """The other way in which they can be written to."""
        if channel == Channel.TELEGRAM:
            return Channel.EMAIL if self.email else None
        return Channel.TELEGRAM if self.in_telegram else None

    @property
    def is_reachable(self) -> bool:
        return self.way_of_letters is not None


def introduce(
    account: Account,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    part: str = Part.PROJECT,
    position: str = "",
    language: str = "",
    gets_updates: bool = True,
    opens_portal: bool = True,
    sight: str = Sight.ALL,
    sees_documents: bool = True,
    sees_money: bool = False,
) -> Contact:
    """A person at the client becomes known; the language is the account's unless given."""
    return Contact.objects.create(
        account=account,
        name=name,
        email=email,
        phone=phone,
        part=part,
        position=position,
        language=language or account.language,
        channels=_channels(email, phone),
        gets_updates=gets_updates,
        opens_portal=opens_portal,
        sight=sight,
        sees_documents=sees_documents,
        sees_money=sees_money,
    )


def amend(contact: Contact, **facts: Any) -> None:
    """What we know of the contact was wrong or has changed. `facts` are fields of Contact."""
    for name, value in facts.items():
        setattr(contact, name, value)
    reached = set(contact.channels) - {Channel.EMAIL, Channel.PHONE}
    contact.channels = [*_channels(contact.email, contact.phone), *sorted(reached)]
    contact.save(update_fields=[*facts, "channels"])


def reach(contact: Contact, channel: Channel) -> None:
    """There is a way to them by this channel from now on."""
    _lead(contact, {*contact.channels, channel})


def miss(contact: Contact, channel: Channel) -> None:
    """There is none any more."""
    _lead(contact, set(contact.channels) - {channel})


def _lead(contact: Contact, channels: set[str]) -> None:
    contact.channels = sorted(channels)
    contact.save(update_fields=["channels"])


def _channels(email: str, phone: str) -> list[Channel]:
    return [channel for channel, address in ((Channel.EMAIL, email), (Channel.PHONE, phone)) if address]


def depart(contact: Contact, *, at: datetime) -> None:
    """The contact has left the client: nothing is sent there any more, and no device opens the portal."""
    from keepstep.domain.clients import contact_chat, device  # they belong to a contact, not the reverse

    contact.left_at = at
    contact.save(update_fields=["left_at"])
    device.end_all(contact, by=None, at=at)
    for chat in contact_chat.ContactChat.objects.linked().filter(contact=contact):
        contact_chat.end(chat, at=at)

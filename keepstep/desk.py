"""The desk: what this person may see. The only door of the surfaces to rows."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Self
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet

from keepstep.domain.agency import brand, telegram_bot, vat_rate
from keepstep.domain.agency.absence import Absence, AbsenceQuerySet
from keepstep.domain.agency.agency import Agency, Sight
from keepstep.domain.agency.brand import Brand
from keepstep.domain.agency.calendar import (
    CalendarException,
    WorkCalendar,
    calendars,
    default_calendar,
    hours_as_told,
    office_hours,
)
from keepstep.domain.agency.digest import Digest, DigestQuerySet
from keepstep.domain.agency.ladder import Ladder
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.notification import Notification, NotificationQuerySet
from keepstep.domain.agency.person import Person, PersonQuerySet, Role
from keepstep.domain.agency.service import Service
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.agency.telegram_chat import PersonChat, TelegramChatQuerySet
from keepstep.domain.agency.vat_rate import VatRateQuerySet
from keepstep.domain.clients.account import Account, AccountQuerySet, AccountState
from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.clients.contact_chat import ContactChat
from keepstep.domain.clients.device import Device, DeviceQuerySet
from keepstep.domain.clients.payer import Payer
from keepstep.domain.delivery.amendment import Amendment
from keepstep.domain.delivery.ball import Ball, BallQuerySet
from keepstep.domain.delivery.correction import Correction
from keepstep.domain.delivery.due_move import DueMove
from keepstep.domain.delivery.holder import Holder
from keepstep.domain.delivery.milestone import Milestone, MilestoneQuerySet
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.pause import Pause, PauseQuerySet
from keepstep.domain.delivery.project import Project, ProjectQuerySet
from keepstep.domain.delivery.shown_project import ShownProject
from keepstep.domain.delivery.step import Step, StepQuerySet
from keepstep.domain.delivery.taking import Taking
from keepstep.domain.delivery.task import Task, TaskQuerySet
from keepstep.domain.sales import reject_reason, source
from keepstep.domain.sales.lead import Lead, LeadQuerySet
from keepstep.domain.sales.merge import Merge
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import Source, SourceQuerySet
from keepstep.domain.sales.web_form import WebForm
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.document import Document, DocumentQuerySet
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.enclosure import Enclosure, EnclosureQuerySet
from keepstep.domain.talk.incoming import Incoming, IncomingQuerySet
from keepstep.domain.talk.mark import Mark, MarkQuerySet
from keepstep.domain.talk.message import Message, MessageQuerySet
from keepstep.domain.talk.sending import Sending, SendingQuerySet
from keepstep.domain.talk.snippet import Snippet, SnippetQuerySet
from keepstep.domain.talk.touchpoint import Touchpoint, TouchpointQuerySet
from keepstep.domain.talk.update import Update, UpdateQuerySet
from keepstep.formulas.working_time import WorkingTime
from keepstep.postgres.composed import Markable


class Desk(Markable):
    """Rows within this person's sight (§3: own, team or all; own management always sees all)."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def kind(self) -> tuple[bool, int]:
        """Statements are the same for all who see everything, and for all who see as many managers' accounts."""
        return self.sees_all, 0 if self.sees_all else len(self._managers)

    @property
    def values(self) -> list[UUID]:
        return [self.person.pk] if self.sees_all else [self.person.pk, *self._managers]

    def marked(self) -> Self:
        like = type(self)(Person(pk=uuid4()))
        like.sees_all, like._managers = self.sees_all, [uuid4() for _ in range(self.kind[1])]
        return like

    @cached_property
    def agency(self) -> Agency:
        return self.person.agency

    @property
    def brand(self) -> Brand | None:
        return brand.present()

    @cached_property
    def sees_all(self) -> bool:
        return self.person.manages_the_agency or self.agency.sight == Sight.ALL

    @cached_property
    def working_time(self) -> WorkingTime:
        """They come with the person who sits here; at a command's desk nobody does."""
        told: str | None = getattr(self.person, "office_hours", None)
        return hours_as_told(told) if told else office_hours()

    @property
    def country(self) -> str:
        """Whose telephone numbers are written without a country code; may be empty."""
        return default_calendar().country

    def time_of(self, account: Account) -> WorkingTime:
        """The client's own working time; most have the agency's, which is known."""
        return account.working_time() if account.calendar_id else self.working_time

    def times_of(self, keys: Iterable[UUID | None]) -> dict[UUID | None, WorkingTime]:
        """The working time of each of these calendars; None is the agency's."""
        own = dict.fromkeys(keys)
        if not any(own):
            return {None: self.working_time}
        return {None: self.working_time, **{one.pk: time for one, time in calendars() if one.pk in own}}

    def _within(self, path: str = "account__") -> Q:
        """The condition that an account, at the end of this path, is in sight."""
        if self.sees_all:
            return Q()
        mine = Q(**{f"{path}manager__in": self._managers})
        produced = Project.objects.filter(producer=self.person).values("account")
        return mine | Q(**{f"{path}id__in" if path else "pk__in": produced})

    @cached_property
    def _managers(self) -> list[UUID]:
        """Whose accounts are in sight: one's own, and with the sight of a team those of its members."""
        if self.agency.sight != Sight.TEAM or not self.person.head_id:
            return [self.person.pk]
        return list(Person.objects.filter(head=self.person.head_id).order_by().values_list("pk", flat=True))

    def accounts_in_parts(self) -> list[AccountQuerySet]:
        """The accounts in sight as parts of which an index serves each in order; no index serves the OR of them."""
        if self.sees_all:
            return [Account.objects.all()]
        produced = Project.objects.filter(producer=self.person).order_by().values("account")
        managed = [Account.objects.filter(manager=manager) for manager in self._managers]
        return [*managed, Account.objects.filter(pk__in=produced)]

    def accounts(self) -> AccountQuerySet:
        return Account.objects.filter(self._within(""))

    def projects_in_parts(self) -> list[ProjectQuerySet]:
        """The projects in sight as parts that indexes serve, as `accounts_in_parts`."""
        if self.sees_all:
            return [Project.objects.all()]
        return [Project.objects.filter(account__in=part.order_by().values("pk")) for part in self.accounts_in_parts()]

    def account_states(self) -> QuerySet[AccountState]:
        return AccountState.objects.filter(self._within())

    def contacts(self) -> ContactQuerySet:
        return Contact.objects.filter(self._within())

    def devices(self) -> DeviceQuerySet:
        return Device.objects.filter(self._within("contact__account__"))

    @property
    def bot(self) -> TelegramBot | None:
        """By which the agency speaks in Telegram."""
        return telegram_bot.of_agency()

    def bots(self) -> QuerySet[TelegramBot]:
        return TelegramBot.objects.all()

    def contact_chats(self) -> TelegramChatQuerySet[ContactChat]:
        return ContactChat.objects.filter(self._within("contact__account__"))

    def colleagues_chats(self) -> TelegramChatQuerySet[PersonChat]:
        """For own management, which sees how many there are."""
        return PersonChat.objects.filter(Q() if self.person.manages_the_agency else Q(person=self.person))

    def own_chats(self) -> TelegramChatQuerySet[PersonChat]:
        return PersonChat.objects.filter(person=self.person)

    def shown_projects(self) -> QuerySet[ShownProject]:
        return ShownProject.objects.filter(self._within("contact__account__"))

    def projects(self) -> ProjectQuerySet:
        return Project.objects.filter(self._within())

    def amendments(self) -> QuerySet[Amendment]:
        return Amendment.objects.filter(self._within("project__account__"))

    def milestones(self) -> MilestoneQuerySet:
        return Milestone.objects.filter(self._within("project__account__"))

    def tasks(self) -> TaskQuerySet:
        return Task.objects.filter(self._within("project__account__"))

    def steps(self) -> StepQuerySet:
        return Step.objects.filter(self._within("project__account__"))

    def balls(self) -> BallQuerySet:
        return Ball.objects.filter(self._within("project__account__"))

    def holders(self) -> QuerySet[Holder]:
        return Holder.objects.filter(self._within("ball__project__account__"))

    def corrections(self) -> QuerySet[Correction]:
        return Correction.objects.filter(self._within("ball__project__account__"))

    def due_moves(self) -> QuerySet[DueMove]:
        return DueMove.objects.filter(self._within("ball__project__account__"))

    def notices(self) -> QuerySet[Notice]:
        return Notice.objects.filter(self._within("ball__project__account__"))

    def own_takings(self) -> QuerySet[Taking]:
        return Taking.objects.filter(self._within("project__account__"), person=self.person)

    def pauses(self) -> PauseQuerySet:
        return Pause.objects.filter(self._within())

    def touchpoints(self) -> TouchpointQuerySet:
        return Touchpoint.objects.filter(self._within())

    def documents(self) -> DocumentQuerySet:
        return Document.objects.filter(self._within())

    def attachments(self) -> QuerySet[Attachment]:
        return Attachment.objects.filter(self._within("touchpoint__account__"))

    def enclosures(self) -> EnclosureQuerySet:
        return Enclosure.objects.filter(self._within())

    def incoming(self) -> IncomingQuerySet:
        """Letters of the clients in sight, and those of which nobody knows yet whose they are."""
        return Incoming.objects.filter(self._within() if self.sees_all else Q(account=None) | self._within())

    def due_days(self) -> QuerySet[DueDay]:
        return DueDay.objects.filter(self._within())

    def updates(self) -> UpdateQuerySet:
        return Update.objects.filter(self._within())

    def messages(self) -> MessageQuerySet:
        return Message.objects.filter(self._within())

    def sendings(self) -> SendingQuerySet:
        return Sending.objects.filter(self._within("contact__account__"))

    def troubled_sendings(self, at: datetime) -> SendingQuerySet:
        return self.sendings().troubled(at)

    def snippets(self) -> SnippetQuerySet:
        return Snippet.objects.at_hand_of(self.person)

    def own_snippets(self) -> SnippetQuerySet:
        """Those one may change: one's own, and for own management those for everybody."""
        return self.snippets() if self.person.manages_the_agency else self.snippets().filter(person=self.person)

    def marks(self) -> MarkQuerySet:
        return Mark.objects.standing().filter(self._within("update__account__"))

    @property
    def sells(self) -> bool:
        """Whether all leads are in sight: salespeople share one queue, and own management sees it."""
        return self.person.sells or self.person.manages_the_agency

    def leads(self) -> LeadQuerySet:
        """Others see those that were given to them."""
        return Lead.objects.all() if self.sells else Lead.objects.of(self.person)

    def attachable(self, recognised: list[UUID]) -> AccountQuerySet:
        """Clients a lead may belong to: those in sight, and those it was recognised as, whosever they are."""
        return Account.objects.filter(self._within("") | Q(pk__in=recognised) if not self.sees_all else Q())

    def merges(self) -> QuerySet[Merge]:
        return Merge.objects.filter(kept__in=self.leads().order_by().values("pk"))

    def sources(self) -> SourceQuerySet:
        return source.offered(self.agency)

    def sources_ever(self) -> SourceQuerySet:
        """Also those in the archive: leads came from them."""
        return Source.objects.all()

    def reject_reasons_ever(self) -> QuerySet[RejectReason]:
        return RejectReason.objects.all()

    def web_forms(self) -> QuerySet[WebForm]:
        """Those that still take leads in; own management keeps them."""
        return WebForm.objects.filter(closed_at=None)

    def reject_reasons(self) -> QuerySet[RejectReason]:
        return reject_reason.offered(self.agency)

    def services(self) -> QuerySet[Service]:
        return Service.objects.all()

    def vat_rates(self) -> VatRateQuerySet:
        return vat_rate.offered()

    def legal_entities(self) -> QuerySet[LegalEntity]:
        return LegalEntity.objects.all()

    def payers(self) -> QuerySet[Payer]:
        return Payer.objects.filter(self._within())

    def people(self) -> PersonQuerySet:
        """Colleagues are known to one another."""
        return Person.objects.all()

    def absences(self) -> AbsenceQuerySet:
        """One's own; own management plans with everybody's."""
        return Absence.objects.all() if self.person.manages_the_agency else Absence.objects.filter(person=self.person)

    def away_on(self, day: date) -> set[UUID]:
        """That somebody is away their colleagues may know, but not why."""
        return set(Absence.objects.standing().on(day).values_list("person", flat=True))

    def notifications(self) -> NotificationQuerySet:
        """One's own, and nobody else's; also of kinds that one does not want to see in the list."""
        return Notification.objects.of(self.person)

    def troubled_digests(self, at: datetime) -> DigestQuerySet:
        """Of each colleague the last letter, where it has not come through."""
        return Digest.objects.troubled(at).select_related("person__login").order_by("person__name")

    def ladders(self) -> QuerySet[Ladder]:
        """The newest first, each with its rungs."""
        return Ladder.objects.order_by("-since").select_related("by").prefetch_related("rungs")

    def calendars(self) -> QuerySet[WorkCalendar]:
        return WorkCalendar.objects.all()

    def calendar_exceptions(self) -> QuerySet[CalendarException]:
        return CalendarException.objects.all()


def of_management(agency: Agency) -> Desk:
    """What own management sees, for commands, at which no person sits."""
    return Desk(Person(agency=agency, roles=[Role.HEAD]))

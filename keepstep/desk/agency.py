"""What the desk shows of the agency itself."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from keepstep.desk.sight import InSight
from keepstep.domain.agency import brand, telegram_bot, template, vat_rate
from keepstep.domain.agency.absence import Absence, AbsenceQuerySet
from keepstep.domain.agency.api_token import ApiToken
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
from keepstep.domain.agency.health_weights import HealthWeights
from keepstep.domain.agency.ladder import Ladder
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.notification import Notification, NotificationQuerySet
from keepstep.domain.agency.person import Person, PersonQuerySet
from keepstep.domain.agency.service import Service
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.agency.telegram_chat import PersonChat, TelegramChatQuerySet
from keepstep.domain.agency.template import Template, TemplateQuerySet
from keepstep.domain.agency.vat_rate import VatRateQuerySet
from keepstep.formulas.working_time import WorkingTime


class AgencyRows(InSight):
    @property
    def brand(self) -> Brand | None:
        return brand.present()

    @cached_property
    def working_time(self) -> WorkingTime:
        """They come with the person who sits here; at a command's desk nobody does."""
        told: str | None = getattr(self.person, "office_hours", None)
        return hours_as_told(told) if told else office_hours()

    @property
    def country(self) -> str:
        """Whose telephone numbers are written without a country code; may be empty."""
        return default_calendar().country

    def times_of(self, keys: Iterable[UUID | None]) -> dict[UUID | None, WorkingTime]:
        """The working time of each of these calendars; None is the agency's."""
        own = dict.fromkeys(keys)
        if not any(own):
            return {None: self.working_time}
        return {None: self.working_time, **{one.pk: time for one, time in calendars() if one.pk in own}}

    @property
    def bot(self) -> TelegramBot | None:
        """By which the agency speaks in Telegram."""
        return telegram_bot.of_agency()

    def bots(self) -> QuerySet[TelegramBot]:
        return TelegramBot.objects.all()

    def colleagues_chats(self) -> TelegramChatQuerySet[PersonChat]:
        """For own management, which sees how many there are."""
        return PersonChat.objects.filter(Q() if self.person.manages_the_agency else Q(person=self.person))

    def own_chats(self) -> TelegramChatQuerySet[PersonChat]:
        return PersonChat.objects.filter(person=self.person)

    def templates(self, *, at: datetime) -> TemplateQuerySet:
        return template.offered(self.agency, at=at)

    def templates_ever(self) -> TemplateQuerySet:
        return Template.objects.all()

    def services(self) -> QuerySet[Service]:
        return Service.objects.all()

    def vat_rates(self) -> VatRateQuerySet:
        return vat_rate.offered()

    def legal_entities(self) -> QuerySet[LegalEntity]:
        return LegalEntity.objects.all()

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

    def api_tokens(self) -> QuerySet[ApiToken]:
        """Own management keeps them."""
        return ApiToken.objects.all() if self.person.manages_the_agency else ApiToken.objects.none()

    def health_weights(self) -> QuerySet[HealthWeights]:
        """Own management weighs, and sees who weighed before."""
        known = HealthWeights.objects.all()
        return known if self.person.manages_the_agency else known.none()

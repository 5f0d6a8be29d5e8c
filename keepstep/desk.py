"""The desk: what this person may see. The only door of the surfaces to rows."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from keepstep.domain.agency.agency import Agency, Sight
from keepstep.domain.agency.calendar import CalendarException, WorkCalendar, default_calendar
from keepstep.domain.agency.person import Person, PersonQuerySet
from keepstep.domain.clients.account import Account, AccountQuerySet, AccountState
from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.delivery.ball import Ball, BallQuerySet
from keepstep.domain.delivery.milestone import Milestone, MilestoneQuerySet
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.project import Project, ProjectQuerySet
from keepstep.domain.delivery.step import Step, StepQuerySet
from keepstep.domain.delivery.task import Task, TaskQuerySet
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.sending import Sending, SendingQuerySet
from keepstep.domain.talk.touchpoint import Touchpoint, TouchpointQuerySet
from keepstep.domain.talk.update import Update
from keepstep.formulas.working_time import WorkingTime


class Desk:
    """Rows within this person's sight (§3: own, team or all; own management always sees all)."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def agency(self) -> Agency:
        return self.person.agency

    @cached_property
    def sees_all(self) -> bool:
        return self.person.manages_the_agency or self.agency.sight == Sight.ALL

    @cached_property
    def working_time(self) -> WorkingTime:
        return default_calendar().working_time()

    def _within(self, path: str = "account") -> Q:
        """The condition that the account at the end of this path is in sight."""
        return Q() if self.sees_all else Q(**{f"{path}__in": self._in_sight()})

    def _in_sight(self) -> QuerySet[Any, Any]:
        """Keys of the accounts in sight; a union, since an OR of the two would be served by no index."""
        managed = Q(manager=self.person)
        if self.agency.sight == Sight.TEAM and self.person.head_id:
            managed = Q(manager__in=Person.objects.filter(head=self.person.head_id).values("pk")) | managed
        mine = Account.objects.filter(managed).order_by().values_list("pk")
        return mine.union(Project.objects.filter(producer=self.person).order_by().values_list("account_id"))

    def accounts(self) -> AccountQuerySet:
        return Account.objects.filter(self._within("pk"))

    def account_states(self) -> QuerySet[AccountState]:
        return AccountState.objects.filter(self._within())

    def contacts(self) -> ContactQuerySet:
        return Contact.objects.filter(self._within())

    def projects(self) -> ProjectQuerySet:
        return Project.objects.filter(self._within())

    def milestones(self) -> MilestoneQuerySet:
        return Milestone.objects.filter(self._within("project__account"))

    def tasks(self) -> TaskQuerySet:
        return Task.objects.filter(self._within("project__account"))

    def steps(self) -> StepQuerySet:
        return Step.objects.filter(self._within("project__account"))

    def balls(self) -> BallQuerySet:
        return Ball.objects.filter(self._within("project__account"))

    def notices(self) -> QuerySet[Notice]:
        return Notice.objects.filter(self._within("ball__project__account"))

    def touchpoints(self) -> TouchpointQuerySet:
        return Touchpoint.objects.filter(self._within())

    def due_days(self) -> QuerySet[DueDay]:
        return DueDay.objects.filter(self._within())

    def updates(self) -> QuerySet[Update]:
        return Update.objects.filter(self._within())

    def sendings(self) -> SendingQuerySet:
        return Sending.objects.filter(self._within("update__account"))

    def troubled_sendings(self, at: datetime) -> SendingQuerySet:
        return self.sendings().troubled(at)

    def people(self) -> PersonQuerySet:
        """Colleagues are known to one another."""
        return Person.objects.all()

    def calendars(self) -> QuerySet[WorkCalendar]:
        return WorkCalendar.objects.all()

    def calendar_exceptions(self) -> QuerySet[CalendarException]:
        return CalendarException.objects.all()

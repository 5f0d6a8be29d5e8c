"""What the desk shows of clients and their people."""

from django.db.models import QuerySet

from keepstep.desk.agency import AgencyRows
from keepstep.domain.agency import own_list
from keepstep.domain.agency.own_list import LineQuerySet
from keepstep.domain.agency.telegram_chat import TelegramChatQuerySet
from keepstep.domain.clients import dossier_field
from keepstep.domain.clients.account import Account, AccountQuerySet, AccountState
from keepstep.domain.clients.churn_reason import ChurnReason
from keepstep.domain.clients.contact import Contact, ContactQuerySet
from keepstep.domain.clients.contact_chat import ContactChat
from keepstep.domain.clients.device import Device, DeviceQuerySet
from keepstep.domain.clients.dossier import DossierEntry, DossierEntryQuerySet
from keepstep.domain.clients.dossier_field import DossierField
from keepstep.domain.clients.goal import Achievement, AchievementQuerySet, Goal, GoalQuerySet
from keepstep.domain.clients.handing import Handing
from keepstep.domain.clients.measure import Measure, MeasureQuerySet
from keepstep.domain.clients.metric import Metric, MetricQuerySet
from keepstep.domain.clients.payer import Payer
from keepstep.domain.delivery.project import Project
from keepstep.formulas.working_time import WorkingTime


class ClientRows(AgencyRows):
    def time_of(self, account: Account) -> WorkingTime:
        """The client's own working time; most have the agency's, which is known."""
        return account.working_time() if account.calendar_id else self.working_time

    def accounts_in_parts(self) -> list[AccountQuerySet]:
        """The accounts in sight as parts of which an index serves each in order; no index serves the OR of them."""
        if self.sees_all:
            return [Account.objects.all()]
        produced = Project.objects.filter(producer=self.person).order_by().values("account")
        managed = [Account.objects.filter(manager=manager) for manager in self._managers]
        return [*managed, Account.objects.filter(pk__in=produced)]

    def accounts(self) -> AccountQuerySet:
        return Account.objects.filter(self._within(""))

    def account_states(self) -> QuerySet[AccountState]:
        return AccountState.objects.filter(self._within())

    def churn_reasons(self) -> LineQuerySet:
        return own_list.offered(ChurnReason, self.agency)

    def churn_reasons_ever(self) -> LineQuerySet:
        """Also those in the archive: clients left for them."""
        return ChurnReason.objects.all()

    def dossier_fields(self) -> LineQuerySet:
        return dossier_field.offered(self.agency)

    def dossier_fields_ever(self) -> LineQuerySet:
        """Also those in the archive: what was written in them stays."""
        return DossierField.objects.all()

    def dossier(self) -> DossierEntryQuerySet:
        return DossierEntry.objects.filter(self._within())

    def handings(self) -> QuerySet[Handing]:
        return Handing.objects.filter(self._within())

    def contacts(self) -> ContactQuerySet:
        return Contact.objects.filter(self._within())

    def devices(self) -> DeviceQuerySet:
        return Device.objects.filter(self._within("contact__account__"))

    def contact_chats(self) -> TelegramChatQuerySet[ContactChat]:
        return ContactChat.objects.filter(self._within("contact__account__"))

    def payers(self) -> QuerySet[Payer]:
        return Payer.objects.filter(self._within())

    def metrics(self) -> MetricQuerySet:
        return Metric.objects.filter(self._within())

    def measures(self) -> MeasureQuerySet:
        return Measure.objects.filter(self._within("metric__account__"))

    def goals(self) -> GoalQuerySet:
        return Goal.objects.filter(self._within("metric__account__"))

    def achievements(self) -> AchievementQuerySet:
        return Achievement.objects.filter(self._within("goal__metric__account__"))

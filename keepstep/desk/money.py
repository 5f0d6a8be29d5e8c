"""What the desk shows of money: of the clients one manages, and to own management of all."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from keepstep.desk.agency import AgencyRows
from keepstep.domain.agency.person import Role
from keepstep.domain.clients.account import Account, AccountQuerySet
from keepstep.domain.money import tenure
from keepstep.domain.money.act import Act, ActQuerySet
from keepstep.domain.money.act_mark import ActMark
from keepstep.domain.money.allocation import Allocation, AllocationQuerySet
from keepstep.domain.money.bank_file import BankFile
from keepstep.domain.money.bank_line import BankLine, BankLineQuerySet
from keepstep.domain.money.cancellation import Cancellation
from keepstep.domain.money.development_talk import DevelopmentTalk, DevelopmentTalkQuerySet
from keepstep.domain.money.growth_answer import GrowthAnswer
from keepstep.domain.money.growth_review import GrowthReview, GrowthReviewQuerySet
from keepstep.domain.money.growth_target import GrowthTarget
from keepstep.domain.money.invoice import Invoice, InvoiceQuerySet
from keepstep.domain.money.next_offer import NextOffer, NextOfferQuerySet
from keepstep.domain.money.payment import Payment, PaymentQuerySet
from keepstep.domain.money.payment_promise import PaymentPromise
from keepstep.domain.money.plan_close import PlanClose, PlanCloseQuerySet
from keepstep.domain.money.plan_line import PlanLine, PlanLineQuerySet
from keepstep.domain.money.retainer import Retainer, RetainerQuerySet
from keepstep.domain.money.retention import Staying

WHO = frozenset({Role.ACCOUNT_MANAGER, Role.SALES})


class MoneyRows(AgencyRows):
    @property
    def sees_money(self) -> bool:
        """Producers and specialists do the work and need not know what it costs."""
        return self.person.manages_the_agency or bool(WHO & set(self.person.roles))

    def _paid_by(self, path: str = "account__") -> Q:
        """The condition that money is of an account whose invoices are in sight."""
        if not self.sees_money:
            return Q(pk__in=[])
        return Q() if self.sees_all else Q(**{f"{path}manager__in": self._managers})

    def billed_accounts(self) -> AccountQuerySet:
        """The clients to whom this person may make invoices out."""
        return Account.objects.filter(self._paid_by(""))

    @property
    def paid_managers(self) -> list[UUID] | None:
        """Whose accounts' money is in sight; None is everybody's."""
        return None if self.sees_all else self._managers

    def plan_lines(self) -> PlanLineQuerySet:
        return PlanLine.objects.filter(self._paid_by())

    def plan_closes(self) -> PlanCloseQuerySet:
        """When a month was closed is no secret; its figures are read by client."""
        return PlanClose.objects.all() if self.sees_money else PlanClose.objects.none()

    def retainers(self) -> RetainerQuerySet:
        return Retainer.objects.filter(self._paid_by())

    def growth_targets(self) -> QuerySet[GrowthTarget]:
        return GrowthTarget.objects.filter(self._paid_by())

    def development_talks(self) -> DevelopmentTalkQuerySet:
        return DevelopmentTalk.objects.filter(self._paid_by())

    def next_offers(self) -> NextOfferQuerySet:
        return NextOffer.objects.filter(self._paid_by())

    def invoices(self) -> InvoiceQuerySet:
        return Invoice.objects.filter(self._paid_by())

    def acts(self) -> ActQuerySet:
        return Act.objects.filter(self._paid_by())

    def act_marks(self) -> QuerySet[ActMark]:
        """What became of the same acts."""
        return ActMark.objects.filter(self._paid_by("act__account__"))

    def cancellations(self) -> QuerySet[Cancellation]:
        return Cancellation.objects.filter(self._paid_by("invoice__account__"))

    def staying(self, day: date) -> Staying:
        """How clients stay, in the agency's currency: own management's, as is all that stands on the company's page."""
        if not self.person.manages_the_agency:
            return Staying([], day)
        return Staying(tenure.tenures(currency=self.agency.currency, day=day, zone=self.working_time.zone), day)

    def bank_files(self) -> QuerySet[BankFile]:
        """A statement tells of everybody's money: own management alone takes them in."""
        return BankFile.objects.all() if self.person.manages_the_agency else BankFile.objects.none()

    def bank_lines(self) -> BankLineQuerySet:
        return BankLine.objects.all() if self.person.manages_the_agency else BankLine.objects.none()

    def promises(self) -> QuerySet[PaymentPromise]:
        return PaymentPromise.objects.filter(self._paid_by("invoice__account__"), withdrawn_at=None)

    def payments(self) -> PaymentQuerySet:
        return Payment.objects.filter(self._paid_by())

    def allocations(self) -> AllocationQuerySet:
        return Allocation.objects.filter(self._paid_by("invoice__account__"))

    def growth_answers(self) -> QuerySet[GrowthAnswer]:
        return GrowthAnswer.objects.filter(self._paid_by())

    def growth_reviews(self) -> GrowthReviewQuerySet:
        """Whoever works for a client may see how its quarters went."""
        return GrowthReview.objects.standing().filter(self._within())

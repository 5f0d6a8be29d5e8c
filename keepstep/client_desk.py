"""The client's desk: what a contact may see. The only door of the portal to rows."""

from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from keepstep.domain.agency import brand, telegram_bot
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.brand import Brand
from keepstep.domain.agency.person import Person, PersonQuerySet
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.agency.telegram_chat import TelegramChatQuerySet
from keepstep.domain.clients.account import Account, AccountState
from keepstep.domain.clients.contact import Contact, Sight
from keepstep.domain.clients.contact_chat import ContactChat
from keepstep.domain.clients.device import Device, DeviceQuerySet
from keepstep.domain.delivery.ball import Ball, BallQuerySet
from keepstep.domain.delivery.milestone import Milestone, MilestoneQuerySet
from keepstep.domain.delivery.pause import Pause, PauseQuerySet
from keepstep.domain.delivery.project import Project, ProjectQuerySet
from keepstep.domain.delivery.shown_project import ShownProject
from keepstep.domain.delivery.step import Step, StepQuerySet
from keepstep.domain.delivery.task import Task, TaskQuerySet
from keepstep.domain.money.act import Act, ActQuerySet
from keepstep.domain.money.act_mark import ActMark
from keepstep.domain.money.invoice import Invoice, InvoiceQuerySet
from keepstep.domain.sales.contract import Contract, ContractQuerySet
from keepstep.domain.sales.contract_mark import ContractMark
from keepstep.domain.sales.deal import State
from keepstep.domain.sales.proposal import Proposal, ProposalQuerySet
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.domain.talk.answer import Answer
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.document import Document, DocumentQuerySet
from keepstep.domain.talk.enclosure import Enclosure, EnclosureQuerySet
from keepstep.domain.talk.engagement import Engagement, Kind
from keepstep.domain.talk.hand_in import HandIn
from keepstep.domain.talk.mark import Mark, MarkQuerySet
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.update import Update, UpdateQuerySet
from keepstep.formulas.working_time import WorkingTime


class ClientDesk:
    """Rows of the contact's own client, as far as the agency lets this contact see them."""

    def __init__(self, contact: Contact) -> None:
        self.contact = contact

    @classmethod
    def of_reader(cls, sending: UUID) -> "ClientDesk | None":
        """The desk of whoever got this letter; None when they have left, or their company has."""
        with_client = Sending.objects.select_related("contact__account", "contact__agency")
        present = with_client.filter(contact__left_at=None, contact__account__left_at=None, update__isnull=False)
        found = present.filter(pk=sending).first()
        return cls(found.contact) if found else None

    @property
    def account(self) -> Account:
        found: Account = self.contact.account
        return found

    @property
    def agency(self) -> Agency:
        found: Agency = self.contact.agency
        return found

    @cached_property
    def brand(self) -> Brand | None:
        return brand.present()

    @cached_property
    def working_time(self) -> WorkingTime:
        return self.account.working_time()

    @cached_property
    def sees_all_projects(self) -> bool:
        return self.contact.sight == Sight.ALL

    def projects(self) -> ProjectQuerySet:
        own = Project.objects.filter(account=self.account.pk)
        if self.sees_all_projects:
            return own
        return own.filter(pk__in=ShownProject.objects.filter(contact=self.contact.pk).values("project"))

    def account_states(self) -> QuerySet[AccountState]:
        """The ledger needs them: days on which the client was paused are free."""
        return AccountState.objects.filter(account=self.account.pk)

    def pauses(self) -> PauseQuerySet:
        """By agreement, of the client as a whole and of the projects that are seen."""
        seen = Q(project=None) | Q(project__in=self.projects().order_by().values("pk"))
        return Pause.objects.filter(seen, account=self.account.pk)

    def milestones(self) -> MilestoneQuerySet:
        return Milestone.objects.filter(project__in=self.projects().order_by().values("pk"))

    def tasks(self) -> TaskQuerySet:
        return Task.objects.filter(project__in=self.projects().order_by().values("pk"))

    def steps(self) -> StepQuerySet:
        return Step.objects.filter(project__in=self.projects().order_by().values("pk"))

    def balls(self) -> BallQuerySet:
        return Ball.objects.filter(project__in=self.projects().order_by().values("pk"))

    def updates(self) -> UpdateQuerySet:
        """Those that reached somebody. One speaks of all the client's projects, so that whoever sees but some of them
        reads those that came to them."""
        reached = Sending.objects.filter(update=OuterRef("pk"), delivered_at__isnull=False)
        if not self.sees_all_projects:
            reached = reached.filter(contact=self.contact.pk)
        return Update.objects.filter(Exists(reached), account=self.account.pk)

    def letters(self) -> QuerySet[Update]:
        """Those that were sent to this contact, whether or not they see what else they tell of."""
        return Update.objects.filter(Exists(Sending.objects.filter(update=OuterRef("pk"), contact=self.contact.pk)))

    def answers(self) -> QuerySet[Answer]:
        """The contact's own; what a colleague said is theirs."""
        return Answer.objects.filter(touchpoint__contact=self.contact.pk)

    def replies(self) -> QuerySet[Message]:
        """What we answered to the contact, once it has arrived."""
        arrived = Sending.objects.filter(letter=OuterRef("pk"), delivered_at__isnull=False)
        return Message.objects.filter(Exists(arrived), contact=self.contact.pk, answers__isnull=False)

    def enclosures(self) -> EnclosureQuerySet:
        """What came to the contact with a letter; of updates that went to colleagues alone, if they see documents."""
        of_updates = (self.updates() if self.contact.sees_documents else self.letters()).order_by().values("pk")
        of_replies = self.replies().order_by().values("pk")
        return Enclosure.objects.filter(Q(update__in=of_updates) | Q(letter__in=of_replies))

    def marks(self) -> MarkQuerySet:
        """The contact's own; what a colleague thinks is theirs."""
        return Mark.objects.standing().filter(contact=self.contact.pk)

    def reads(self) -> QuerySet[Engagement]:
        return Engagement.objects.filter(contact=self.contact.pk, kind=Kind.READ)

    def documents(self) -> DocumentQuerySet:
        """What we share: of the projects that are seen, and of the client as a whole with those who see all of it."""
        if not self.contact.sees_documents:
            return Document.objects.none()
        shared = Document.objects.shared().filter(account=self.account.pk)
        return shared if self.sees_all_projects else shared.filter(project__in=self.projects().order_by().values("pk"))

    def invoices(self) -> InvoiceQuerySet:
        """Those that stand, for whoever there may see money."""
        if not self.contact.sees_money:
            return Invoice.objects.none()
        return Invoice.objects.standing().issued().filter(account=self.account.pk)

    def proposals(self) -> ProposalQuerySet:
        """What we offer the client, once published and while the deal is not lost, for whoever there may see money."""
        if not self.contact.sees_money:
            return Proposal.objects.none()
        published = ProposalVersion.objects.published().filter(proposal=OuterRef("pk"))
        of_client = Proposal.objects.filter(Exists(published), deal__account=self.account.pk)
        return of_client.exclude(deal__state=State.LOST)

    def contracts(self) -> ContractQuerySet:
        """Those that were signed, for whoever there may see money and documents."""
        if not (self.contact.sees_money and self.contact.sees_documents):
            return Contract.objects.none()
        return Contract.objects.filter(account=self.account.pk).concluded()

    def contract_files(self) -> QuerySet[ContractMark]:
        """Their signed files."""
        return ContractMark.objects.filter(contract__in=self.contracts().order_by().values("pk")).exclude(digest="")

    def act_files(self) -> QuerySet[ActMark]:
        """Files of the acts in sight that were signed."""
        return ActMark.objects.filter(act__in=self.acts().order_by().values("pk")).exclude(digest="")

    def acts(self) -> ActQuerySet:
        """Those that were sent and stand, for whoever there may see money."""
        if not self.contact.sees_money:
            return Act.objects.none()
        return Act.objects.shown().filter(account=self.account.pk)

    def handed_in(self) -> QuerySet[Attachment]:
        """Files that came: the contact's own, and what anybody at the client handed in to a project that is seen."""
        if not self.contact.sees_documents:
            return Attachment.objects.none()
        given = HandIn.objects.filter(ball__in=self.balls().order_by().values("pk")).values("touchpoint")
        own = Q(touchpoint__contact=self.contact.pk)
        return Attachment.objects.filter(own | Q(touchpoint__in=given), refusal="")

    def people(self) -> PersonQuerySet:
        """Whom the client may turn to: who manages it, and who produces the projects that are seen."""
        producers = self.projects().open().order_by().values("producer")
        return Person.objects.present().filter(Q(pk=self.account.manager_id) | Q(pk__in=producers))

    def devices(self) -> DeviceQuerySet:
        return Device.objects.filter(contact=self.contact.pk)

    @property
    def bot(self) -> TelegramBot | None:
        """By which the agency speaks in Telegram."""
        return telegram_bot.of_agency()

    def chats(self) -> TelegramChatQuerySet[ContactChat]:
        return ContactChat.objects.linked().filter(contact=self.contact.pk)

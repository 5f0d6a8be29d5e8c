"""What the desk shows of leads, where they come from, and of deals."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from keepstep.desk.sight import InSight
from keepstep.domain.agency import own_list
from keepstep.domain.agency.own_list import LineQuerySet
from keepstep.domain.agency.saved_filter import SavedFilter, SavedFilterQuerySet
from keepstep.domain.clients.account import Account, AccountQuerySet
from keepstep.domain.sales import pipeline, questionnaire
from keepstep.domain.sales.brief import Brief, BriefQuerySet
from keepstep.domain.sales.contract import Contract, ContractQuerySet
from keepstep.domain.sales.contract_mark import ContractMark
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.deal import Deal, DealQuerySet
from keepstep.domain.sales.deal_import import DealImport, DealImportRow
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.domain.sales.deal_task import DealTask, DealTaskQuerySet
from keepstep.domain.sales.decision import Decision, DecisionQuerySet
from keepstep.domain.sales.evidence import Evidence, EvidenceQuerySet
from keepstep.domain.sales.handover import Handover, HandoverQuerySet
from keepstep.domain.sales.handover_line import HandoverLine, HandoverLineQuerySet
from keepstep.domain.sales.handover_person import HandoverPerson, HandoverPersonQuerySet
from keepstep.domain.sales.lead import Lead, LeadQuerySet
from keepstep.domain.sales.lead_import import LeadImport, LeadImportRow
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.merge import Merge
from keepstep.domain.sales.own_field import DealField, LeadField
from keepstep.domain.sales.pipeline import Pipeline, PipelineQuerySet, Stage, StageQuerySet
from keepstep.domain.sales.promise import Promise, PromiseQuerySet
from keepstep.domain.sales.proposal import Proposal, ProposalQuerySet
from keepstep.domain.sales.proposal_question import ProposalQuestion
from keepstep.domain.sales.proposal_version import ProposalVersion, ProposalVersionQuerySet
from keepstep.domain.sales.questionnaire import Question, Questionnaire, QuestionnaireQuerySet
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.sales_goal import SalesGoal, SalesGoalQuerySet
from keepstep.domain.sales.sales_letter import SalesLetter, SalesLetterQuerySet
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.spend import Spend, SpendFile, SpendQuerySet
from keepstep.domain.sales.thrown_draft import ThrownDraft
from keepstep.domain.sales.waiver import Waiver, WaiverQuerySet
from keepstep.domain.sales.web_form import WebForm


class SalesRows(InSight):
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

    def sources(self) -> LineQuerySet:
        return own_list.offered(Source, self.agency)

    def sources_ever(self) -> LineQuerySet:
        """Also those in the archive: leads came from them."""
        return Source.objects.all()

    def reject_reasons(self) -> LineQuerySet:
        return own_list.offered(RejectReason, self.agency)

    def reject_reasons_ever(self) -> LineQuerySet:
        return RejectReason.objects.all()

    def criteria(self) -> LineQuerySet:
        return own_list.offered(Criterion, self.agency)

    def criteria_ever(self) -> LineQuerySet:
        return Criterion.objects.all()

    def lead_fields(self) -> LineQuerySet:
        return LeadField.objects.still_open()

    def lead_fields_ever(self) -> LineQuerySet:
        return LeadField.objects.all()

    def spends(self) -> SpendQuerySet:
        """What leads have cost, also what was taken back: for whoever sees all leads."""
        return Spend.objects.all() if self.sells else Spend.objects.none()

    def spend_files(self) -> QuerySet[SpendFile]:
        return SpendFile.objects.all() if self.sells else SpendFile.objects.none()

    def lead_imports(self) -> QuerySet[LeadImport]:
        return LeadImport.objects.all() if self.sells else LeadImport.objects.none()

    def import_rows(self, one: LeadImport) -> QuerySet[LeadImportRow]:
        return LeadImportRow.objects.filter(of__in=self.lead_imports().filter(pk=one.pk))

    def deal_imports(self) -> QuerySet[DealImport]:
        return DealImport.objects.all() if self.sells else DealImport.objects.none()

    def deal_import_rows(self, one: DealImport) -> QuerySet[DealImportRow]:
        return DealImportRow.objects.filter(of__in=self.deal_imports().filter(pk=one.pk))

    def web_forms(self) -> QuerySet[WebForm]:
        """Those that still take leads in; own management keeps them."""
        return WebForm.objects.filter(closed_at=None)

    def deals(self) -> DealQuerySet:
        """Others see those that were given to them."""
        return Deal.objects.all() if self.sells else Deal.objects.of(self.person)

    def deal_records(self) -> QuerySet[DealRecord]:
        return DealRecord.objects.all() if self.sells else DealRecord.objects.filter(deal__person=self.person)

    def deal_tasks(self) -> DealTaskQuerySet:
        return DealTask.objects.all() if self.sells else DealTask.objects.filter(deal__person=self.person)

    def evidence(self) -> EvidenceQuerySet:
        """Also of deals that are handed over to this person: its files go along."""
        if self.sells:
            return Evidence.objects.all()
        handed = self.handovers().order_by().values("deal")
        return Evidence.objects.filter(Q(deal__person=self.person) | Q(deal__in=handed))

    def waivers(self) -> WaiverQuerySet:
        return Waiver.objects.all() if self.sells else Waiver.objects.filter(deal__person=self.person)

    def sales_goals(self) -> SalesGoalQuerySet:
        """Salespeople see one another's, as they see one another's deals."""
        return SalesGoal.objects.all() if self.sells else SalesGoal.objects.filter(person=self.person)

    def handovers(self) -> HandoverQuerySet:
        """Others see those that are to be theirs."""
        return Handover.objects.filter(self._handed())

    def _handed(self, path: str = "") -> Q:
        if self.sells:
            return Q()
        return Q(**{f"{path}manager": self.person}) | Q(**{f"{path}deal__person": self.person})

    def handover_promises(self) -> PromiseQuerySet:
        return Promise.objects.filter(self._handed("handover__"))

    def handover_people(self) -> HandoverPersonQuerySet:
        return HandoverPerson.objects.filter(self._handed("handover__"))

    def handover_lines(self) -> HandoverLineQuerySet:
        return HandoverLine.objects.filter(self._handed("handover__"))

    def contracts(self) -> ContractQuerySet:
        """Others see those of their deals, and of the clients they manage."""
        return Contract.objects.all() if self.sells else Contract.objects.filter(self._own_contracts(""))

    def contract_marks(self) -> QuerySet[ContractMark]:
        """What became of the same contracts."""
        marks = ContractMark.objects.all()
        return marks if self.sells else marks.filter(self._own_contracts("contract__"))

    def _own_contracts(self, path: str) -> Q:
        return Q(**{f"{path}deal__person": self.person}) | Q(**{f"{path}account__manager": self.person})

    def briefs(self) -> BriefQuerySet:
        return Brief.objects.all() if self.sells else Brief.objects.filter(deal__person=self.person)

    def questionnaires(self) -> QuestionnaireQuerySet:
        return questionnaire.offered(self.agency)

    def questionnaires_ever(self) -> QuestionnaireQuerySet:
        return Questionnaire.objects.all()

    def questions(self) -> QuerySet[Question]:
        """Those that are still asked."""
        return Question.objects.filter(closed_at=None)

    def questions_ever(self) -> QuerySet[Question]:
        return Question.objects.all()

    def pipelines(self) -> PipelineQuerySet:
        return pipeline.offered(self.agency)

    def pipelines_ever(self) -> QuerySet[Pipeline]:
        return Pipeline.objects.all()

    def stages(self) -> StageQuerySet:
        """Those to which a deal may go; by pipeline, in order."""
        return Stage.objects.still_open().order_by("pipeline_id", "gate", "place", "pk")

    def stages_ever(self) -> QuerySet[Stage]:
        return Stage.objects.all()

    def proposals(self) -> ProposalQuerySet:
        """Of the deals in sight."""
        return Proposal.objects.all() if self.sells else Proposal.objects.filter(deal__person=self.person)

    def proposal_versions(self) -> ProposalVersionQuerySet:
        versions = ProposalVersion.objects.all()
        return versions if self.sells else versions.filter(proposal__deal__person=self.person)

    def thrown_drafts(self) -> QuerySet[ThrownDraft]:
        """Drafts of proposals that may be taken up again."""
        return ThrownDraft.objects.all() if self.sells else ThrownDraft.objects.filter(deal__person=self.person)

    def proposal_questions(self) -> QuerySet[ProposalQuestion]:
        asked = ProposalQuestion.objects.all()
        return asked if self.sells else asked.filter(version__proposal__deal__person=self.person)

    def sales_letters(self) -> SalesLetterQuerySet:
        """What was written to the leads in sight, and to whoever the deals in sight are with, or by oneself."""
        of_mine = Q(deal__person=self.person) | Q(lead__person=self.person) | Q(by=self.person)
        return SalesLetter.objects.all() if self.sells else SalesLetter.objects.filter(of_mine)

    def troubled_letters(self, at: datetime) -> SalesLetterQuerySet:
        """What one has written oneself and nobody has got, until another letter gets through."""
        return SalesLetter.objects.filter(by=self.person).troubled(at).not_made_up_for()

    def decisions(self) -> DecisionQuerySet:
        made = Decision.objects.all()
        return made if self.sells else made.filter(of__deal__person=self.person)

    def filters(self, page: str) -> SavedFilterQuerySet:
        """One's own and those that colleagues share."""
        return SavedFilter.objects.at_hand_of(self.person, page)

    def own_filters(self) -> SavedFilterQuerySet:
        return SavedFilter.objects.filter(person=self.person)

    def deal_fields(self) -> LineQuerySet:
        return DealField.objects.still_open()

    def deal_fields_ever(self) -> LineQuerySet:
        return DealField.objects.all()

    def loss_reasons(self) -> LineQuerySet:
        return own_list.offered(LossReason, self.agency)

    def loss_reasons_ever(self) -> LineQuerySet:
        return LossReason.objects.all()

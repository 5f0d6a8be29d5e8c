"""Every address × everybody who must not enter; an address missing from the table fails."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from keepstep.domain.agency.absence import Absence
from keepstep.domain.agency.api_token import ApiToken
from keepstep.domain.agency.calendar import CalendarException, WorkCalendar
from keepstep.domain.agency.ladder import Ladder
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.agency.saved_filter import SavedFilter
from keepstep.domain.agency.service import Service
from keepstep.domain.agency.template import Template
from keepstep.domain.agency.vat_rate import VatRate
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.churn_reason import ChurnReason
from keepstep.domain.clients.contact import Contact
from keepstep.domain.clients.dossier import DossierEntry
from keepstep.domain.clients.dossier_field import DossierField
from keepstep.domain.clients.goal import Goal
from keepstep.domain.clients.handing import Handing
from keepstep.domain.clients.measure import Measure
from keepstep.domain.clients.metric import Metric
from keepstep.domain.clients.payer import Payer
from keepstep.domain.delivery.amendment import Amendment
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.holder import Holder
from keepstep.domain.delivery.milestone import Milestone
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Step
from keepstep.domain.delivery.taking import Taking
from keepstep.domain.delivery.task import Task
from keepstep.domain.money.act import Act
from keepstep.domain.money.act_mark import ActMark
from keepstep.domain.money.allocation import Allocation
from keepstep.domain.money.bank_line import BankLine
from keepstep.domain.money.development_talk import DevelopmentTalk
from keepstep.domain.money.growth_review import GrowthReview
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment import Payment
from keepstep.domain.money.payment_promise import PaymentPromise
from keepstep.domain.money.plan_close import PlanClose
from keepstep.domain.money.retainer import Retainer
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.contract_mark import ContractMark
from keepstep.domain.sales.criterion import Criterion
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.deal_import import DealImport
from keepstep.domain.sales.deal_task import DealTask
from keepstep.domain.sales.decision import Decision
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.handover_line import HandoverLine
from keepstep.domain.sales.handover_person import HandoverPerson
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_import import LeadImport
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.merge import Merge
from keepstep.domain.sales.own_field import DealField, LeadField
from keepstep.domain.sales.pipeline import Pipeline, Stage
from keepstep.domain.sales.promise import Promise
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_question import ProposalQuestion
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.domain.sales.questionnaire import Question, Questionnaire
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.sales.source import Source
from keepstep.domain.sales.spend import Spend, SpendFile
from keepstep.domain.sales.thrown_draft import ThrownDraft
from keepstep.domain.sales.web_form import WebForm
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.document import Document
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.incoming import Incoming
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.snippet import Snippet
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.domain.talk.update import Update
from keepstep.intake.connection import Connection
from keepstep.round import item
from keepstep.round.item import Item
from tests.cast import House, join
from tests.guards.portal import PORTAL
from tests.rows import one_of_each


@dataclass(frozen=True)
class Route:
    """Of which table its keys are; whether it only takes POST; whether it is own management's; whether it is public."""

    keys: tuple[type, ...] = ()
    is_post: bool = False
    is_managed: bool = False
    is_public: bool = False


OPEN, POST, MANAGED = Route(), Route(is_post=True), Route(is_managed=True)
TABLE: dict[str, Route] = {
    "today": OPEN,
    "search": OPEN,
    "leads": OPEN,
    "leads_several": OPEN,
    "leads_several_back": POST,
    "leads_file": OPEN,
    "lead_new": OPEN,
    "lead": Route((Lead,)),
    "lead_edit": Route((Lead,)),
    "lead_take": Route((Lead,), is_post=True),
    "lead_give": Route((Lead,)),
    "lead_give_back": Route((Lead,), is_post=True),
    "lead_attach": Route((Lead,)),
    "lead_reject": Route((Lead,)),
    "lead_restore": Route((Lead,), is_post=True),
    "lead_answer": Route((Lead,)),
    "lead_talk": Route((Lead,)),
    "lead_assess": Route((Lead, Criterion), is_post=True),
    "lead_merge": Route((Lead, Lead)),
    "lead_part": Route((Merge,), is_post=True),
    "sources": MANAGED,
    "source_clients": MANAGED,
    "imports": MANAGED,
    "import_new": MANAGED,
    "import": Route((LeadImport,), is_managed=True),
    "import_start": Route((LeadImport,), is_post=True, is_managed=True),
    "import_undo": Route((LeadImport,), is_post=True, is_managed=True),
    "import_refused": Route((LeadImport,), is_managed=True),
    "deal_imports": MANAGED,
    "deal_import_new": MANAGED,
    "deal_import": Route((DealImport,), is_managed=True),
    "deal_import_start": Route((DealImport,), is_post=True, is_managed=True),
    "deal_import_undo": Route((DealImport,), is_post=True, is_managed=True),
    "deal_import_refused": Route((DealImport,), is_managed=True),
    "spend": MANAGED,
    "spend_new": MANAGED,
    "spend_file_new": MANAGED,
    "spend_file_undo": Route((SpendFile,), is_post=True, is_managed=True),
    "spend_withdraw": Route((Spend,), is_post=True, is_managed=True),
    "spend_reinstate": Route((Spend,), is_post=True, is_managed=True),
    "lead_deal": Route((Lead,)),
    "deals": OPEN,
    "deal_list": OPEN,
    "deals_file": OPEN,
    "deals_several": OPEN,
    "deal_forecast": OPEN,
    "deal_filter_new": OPEN,
    "deal_filter_forget": Route((SavedFilter,), is_post=True),
    "deal_filter_back": Route((SavedFilter,), is_post=True),
    "deals_several_back": POST,
    "deal_new": OPEN,
    "deal": Route((Deal,)),
    "deal_edit": Route((Deal,)),
    "deal_move": Route((Deal,)),
    "deal_move_back": Route((Deal,), is_post=True),
    "deal_prove": Route((Deal,)),
    "deal_give": Route((Deal,)),
    "deal_lose": Route((Deal,)),
    "deal_reopen": Route((Deal,), is_post=True),
    "deal_task_new": Route((Deal,)),
    "deal_letter_new": Route((Deal,)),
    "sales_letter_withdraw": Route((SalesLetter,), is_post=True),
    "sales_letter_again": Route((SalesLetter,), is_post=True),
    "sales_letter_give_up": Route((SalesLetter,)),
    "sales_letter_arrived": Route((SalesLetter,), is_post=True),
    "deal_note": Route((Deal,)),
    "deal_task": Route((DealTask,)),
    "deal_task_finish": Route((DealTask,), is_post=True),
    "deal_task_reopen": Route((DealTask,), is_post=True),
    "evidence_file": Route((Evidence,)),
    "evidence_withdraw": Route((Evidence,)),
    "brief_new": Route((Deal,)),
    "brief": Route((Brief,)),
    "brief_letter": Route((Brief,)),
    "brief_link": Route((Brief,)),
    "brief_edit": Route((Brief,)),
    "brief_reopen": Route((Brief,), is_post=True),
    "brief_end": Route((Brief,), is_post=True),
    "brief_ask_again": Route((Brief,), is_post=True),
    "contracts": OPEN,
    "contract": Route((Contract,)),
    "contract_pdf": Route((Contract,)),
    "contract_file": Route((ContractMark,)),
    "contract_new": Route((Deal,)),
    "addendum_new": Route((Contract,)),
    "contract_scan": Route((Contract,)),
    "contract_sign": Route((Contract,)),
    "contract_unsign": Route((Contract,), is_post=True),
    "contract_end": Route((Contract,)),
    "contract_withdraw": Route((Contract,), is_post=True),
    "contract_put_back": Route((Contract,), is_post=True),
    "templates": MANAGED,
    "template_new": MANAGED,
    "template": Route((Template,), is_managed=True),
    "template_preview": Route((Template,), is_post=True, is_managed=True),
    "template_close": Route((Template,), is_post=True, is_managed=True),
    "template_reopen": Route((Template,), is_post=True, is_managed=True),
    "questionnaires": MANAGED,
    "questionnaire_new": MANAGED,
    "questionnaire": Route((Questionnaire,), is_managed=True),
    "questionnaire_close": Route((Questionnaire,), is_post=True, is_managed=True),
    "questionnaire_reopen": Route((Questionnaire,), is_post=True, is_managed=True),
    "question_new": Route((Questionnaire,), is_managed=True),
    "question": Route((Question,), is_managed=True),
    "question_up": Route((Question,), is_post=True, is_managed=True),
    "question_drop": Route((Question,), is_post=True, is_managed=True),
    "question_take_up": Route((Question,), is_post=True, is_managed=True),
    "sales_goal": Route((Person,), is_managed=True),
    "handovers": OPEN,
    "handover_begin": Route((Deal,), is_post=True),
    "handover": Route((Handover,)),
    "handover_brief": Route((Handover,)),
    "handover_project": Route((Handover,)),
    "handover_assign": Route((Handover,)),
    "handover_offer": Route((Handover,)),
    "handover_return": Route((Handover,)),
    "handover_accept": Route((Handover,), is_post=True),
    "handover_promise_new": Route((Handover,)),
    "handover_promise": Route((Promise,)),
    "handover_promise_remove": Route((Promise,), is_post=True),
    "handover_promise_restore": Route((Promise,), is_post=True),
    "handover_person_new": Route((Handover,)),
    "handover_person": Route((HandoverPerson,)),
    "handover_person_remove": Route((HandoverPerson,), is_post=True),
    "handover_person_restore": Route((HandoverPerson,), is_post=True),
    "handover_line_new": Route((Handover,)),
    "handover_line": Route((HandoverLine,)),
    "handover_line_remove": Route((HandoverLine,), is_post=True),
    "handover_line_restore": Route((HandoverLine,), is_post=True),
    "proposals": OPEN,
    "proposal_new": Route((Deal,)),
    "proposal": Route((Proposal,)),
    "proposal_edit": Route((Proposal,)),
    "proposal_next": Route((Proposal,), is_post=True),
    "proposal_publish": Route((Proposal,), is_post=True),
    "proposal_throw_away": Route((Proposal,), is_post=True),
    "proposal_take_up": Route((ThrownDraft,), is_post=True),
    "proposal_letter": Route((Proposal,)),
    "proposal_link": Route((Proposal,)),
    "proposal_link_end": Route((Proposal,), is_post=True),
    "proposal_invoice": Route((Proposal,), is_post=True),
    "proposal_version": Route((ProposalVersion,)),
    "proposal_pdf": Route((ProposalVersion,)),
    "proposal_answer": Route((ProposalQuestion,)),
    "proposal_withdraw": Route((Decision,), is_managed=True),
    "deal_settings": MANAGED,
    "pipeline_new": MANAGED,
    "pipeline": Route((Pipeline,), is_managed=True),
    "pipeline_close": Route((Pipeline,), is_post=True, is_managed=True),
    "pipeline_reopen": Route((Pipeline,), is_post=True, is_managed=True),
    "stage_new": Route((Pipeline,), is_managed=True),
    "stage": Route((Stage,), is_managed=True),
    "stage_up": Route((Stage,), is_post=True, is_managed=True),
    "stage_close": Route((Stage,), is_post=True, is_managed=True),
    "stage_reopen": Route((Stage,), is_post=True, is_managed=True),
    "company_overview": MANAGED,
    "company_pdf": MANAGED,
    "company_sheet": Route(is_post=True, is_managed=True),
    "company_sheet_stop": Route(is_post=True, is_managed=True),
    "marks": MANAGED,
    "retention": MANAGED,
    "tenures": MANAGED,
    "client_settings": MANAGED,
    "churn_reason_new": MANAGED,
    "churn_reason": Route((ChurnReason,), is_managed=True),
    "churn_reason_close": Route((ChurnReason,), is_post=True, is_managed=True),
    "churn_reason_reopen": Route((ChurnReason,), is_post=True, is_managed=True),
    "loss_reason_new": MANAGED,
    "loss_reason": Route((LossReason,), is_managed=True),
    "loss_reason_close": Route((LossReason,), is_post=True, is_managed=True),
    "loss_reason_reopen": Route((LossReason,), is_post=True, is_managed=True),
    "lead_field_new": MANAGED,
    "lead_field": Route((LeadField,), is_managed=True),
    "lead_field_up": Route((LeadField,), is_post=True, is_managed=True),
    "lead_field_close": Route((LeadField,), is_post=True, is_managed=True),
    "lead_field_reopen": Route((LeadField,), is_post=True, is_managed=True),
    "deal_field_new": MANAGED,
    "deal_field": Route((DealField,), is_managed=True),
    "deal_field_up": Route((DealField,), is_post=True, is_managed=True),
    "deal_field_close": Route((DealField,), is_post=True, is_managed=True),
    "deal_field_reopen": Route((DealField,), is_post=True, is_managed=True),
    "lead_forms": MANAGED,
    "lead_form_new": MANAGED,
    "lead_form": Route((WebForm,), is_managed=True),
    "lead_form_edit": Route((WebForm,), is_managed=True),
    "lead_form_close": Route((WebForm,), is_managed=True),
    "public_form": Route(is_public=True),
    "public_form_thanks": Route(is_public=True),
    "public_form_script": Route(is_public=True),
    "api-root": Route(is_public=True),
    "openapi-json": Route(is_public=True),
    "api_leads": Route(is_public=True),
    "api_metrics": Route(is_public=True),
    "api_numbers": Route(is_public=True),
    "api_lead_new": Route(is_public=True),
    "api_deals": Route(is_public=True),
    "api_deal_new": Route(is_public=True),
    "api_deal": Route(is_public=True),
    "api_deal_edit": Route(is_public=True),
    "api_deal_move": Route(is_public=True),
    "api_deal_lose": Route(is_public=True),
    "api_deal_reopen": Route(is_public=True),
    "api_deal_give": Route(is_public=True),
    "api_deal_prove": Route(is_public=True),
    "api_deal_prove_by_file": Route(is_public=True),
    "api_deal_task_new": Route(is_public=True),
    "api_deal_task": Route(is_public=True),
    "api_deal_task_done": Route(is_public=True),
    "api_tokens": MANAGED,
    "api_token_new": MANAGED,
    "api_token_revoke": Route((ApiToken,), is_managed=True),
    "lead_settings": MANAGED,
    "lead_doors": MANAGED,
    "source_new": MANAGED,
    "source": Route((Source,), is_managed=True),
    "source_close": Route((Source,), is_post=True, is_managed=True),
    "source_reopen": Route((Source,), is_post=True, is_managed=True),
    "criterion_new": MANAGED,
    "criterion": Route((Criterion,), is_managed=True),
    "criterion_close": Route((Criterion,), is_post=True, is_managed=True),
    "criterion_reopen": Route((Criterion,), is_post=True, is_managed=True),
    "reason_new": MANAGED,
    "reason": Route((RejectReason,), is_managed=True),
    "reason_close": Route((RejectReason,), is_post=True, is_managed=True),
    "reason_reopen": Route((RejectReason,), is_post=True, is_managed=True),
    "accounts": OPEN,
    "accounts_file": OPEN,
    "account_new": OPEN,
    "account": Route((Account,)),
    "account_edit": Route((Account,)),
    "account_health": Route((Account,)),
    "growth": OPEN,
    "account_growth": Route((Account,)),
    "growth_answer": Route((Account,), is_managed=True),
    "growth_review": Route((Account,)),
    "growth_review_new": Route((Account,)),
    "growth_review_pdf": Route((Account,)),
    "growth_review_take_back": Route((GrowthReview,), is_post=True),
    "dossier": Route((Account,)),
    "dossier_edit": Route((Account, DossierField)),
    "dossier_confirm": Route((Account, DossierField), is_post=True),
    "dossier_undo": Route((DossierEntry,), is_post=True),
    "dossier_field_new": MANAGED,
    "dossier_field": Route((DossierField,), is_managed=True),
    "dossier_field_close": Route((DossierField,), is_post=True, is_managed=True),
    "dossier_field_reopen": Route((DossierField,), is_post=True, is_managed=True),
    "metrics": Route((Account,)),
    "metric_new": Route((Account,)),
    "metric_file": Route((Account,)),
    "metric_edit": Route((Metric,)),
    "metric_size": Route((Metric,), is_post=True),
    "metric_close": Route((Metric,), is_post=True),
    "metric_reopen": Route((Metric,), is_post=True),
    "measure_new": Route((Metric,)),
    "measure_take_back": Route((Measure,), is_post=True),
    "goal_new": Route((Metric,)),
    "goal_drop": Route((Goal,), is_post=True),
    "goal_take_up": Route((Goal,), is_post=True),
    "portfolio": OPEN,
    "health_calibration": OPEN,
    "health_weights": MANAGED,
    "account_state": Route((Account,)),
    "account_manager": Route((Account,), is_managed=True),
    "handing_withdraw": Route((Handing,), is_post=True, is_managed=True),
    "account_timeline": Route((Account,)),
    "account_net": Route((Account,)),
    "contact_new": Route((Account,)),
    "touchpoint_new": Route((Account,)),
    "documents": Route((Account,)),
    "document_new": Route((Account,)),
    "document": Route((Document,)),
    "document_withdraw": Route((Document,), is_post=True),
    "document_share_again": Route((Document,), is_post=True),
    "file": Route((Attachment,)),
    "contact": Route((Contact,)),
    "contact_depart": Route((Contact,)),
    "contact_devices": Route((Contact,)),
    "contact_chat": Route((Contact,)),
    "contact_chat_end": Route((Contact,)),
    "update_new": Route((Account,)),
    "update_preview": Route((Account,), is_post=True),
    "enclosure_new": Route((Account,), is_post=True),
    "enclosure": Route((Enclosure,)),
    "update": Route((Update,)),
    "update_correct": Route((Update,)),
    "update_withdraw": Route((Update,), is_post=True),
    "sending_arrived": Route((Sending,), is_post=True),
    "sending_again": Route((Sending,), is_post=True),
    "sending_another_way": Route((Sending,), is_post=True),
    "sending_give_up": Route((Sending,), is_post=True),
    "touchpoint_settle": Route((Touchpoint,), is_post=True),
    "touchpoint_wait_again": Route((Touchpoint,), is_post=True),
    "item_skip": Route((Item,)),
    "projects": OPEN,
    "stalls": OPEN,
    "order": OPEN,
    "due_day": Route((DueDay,)),
    "ledger": OPEN,
    "ledger_days": OPEN,
    "ledger_answers": OPEN,
    "letters": OPEN,
    "letter": Route((Incoming,)),
    "letter_file": Route((Incoming,)),
    "letter_attach": Route((Incoming,)),
    "letter_detach": Route((Incoming,), is_post=True),
    "letter_lead": Route((Incoming,)),
    "letter_ignore": Route((Incoming,), is_post=True),
    "letter_restore": Route((Incoming,), is_post=True),
    "touchpoint_answer": Route((Touchpoint,)),
    "answer_withdraw": Route((Message,), is_post=True),
    "attachment": Route((Attachment,)),
    "stall_take": Route((Project,), is_post=True),
    "stall_give_back": Route((Taking,), is_post=True),
    "stall_pushes": OPEN,
    "stall_pushes_withdraw": POST,
    "call_sheet": Route((Project,)),
    "call_history": Route((Project,)),
    "project_new": OPEN,
    "project": Route((Project,)),
    "project_edit": Route((Project,)),
    "amendment_withdraw": Route((Amendment,), is_post=True),
    "project_close": Route((Project,)),
    "project_days": Route((Project,)),
    "project_steps": Route((Project,)),
    "delay_report": Route((Project,)),
    "delay_report_pdf": Route((Project,)),
    "delay_report_comment": Route((Project,)),
    "delay_report_link": Route((Project,)),
    "delay_report_link_end": Route((Project,), is_post=True),
    "step_new": Route((Project,)),
    "pause_new": Route((Account,)),
    "pause_resume": Route((Pause,), is_post=True),
    "pause_call_off": Route((Pause,)),
    "pause_withdraw": Route((Pause,), is_post=True),
    "pause_rest_again": Route((Pause,), is_post=True),
    "ball_new": Route((Project,)),
    "milestone_new": Route((Project,)),
    "task_new": Route((Project,)),
    "ball_pass": Route((Ball,)),
    "ball_forward": Route((Ball,)),
    "ball_move": Route((Ball,)),
    "ball_history": Route((Ball,)),
    "ball_share": Route((Ball,)),
    "holder_answer": Route((Holder,)),
    "holder_excuse": Route((Holder,), is_post=True),
    "holder_ask": Route((Holder,), is_post=True),
    "ball_land": Route((Ball,)),
    "ball_ask": Route((Ball,)),
    "ball_ask_preview": Route((Ball,), is_post=True),
    "message": Route((Message,)),
    "message_withdraw": Route((Message,), is_post=True),
    "milestone_reach": Route((Milestone,), is_post=True),
    "milestone_move": Route((Milestone,)),
    "step_withdraw": Route((Step,), is_post=True),
    "ball_catch": Route((Ball,), is_post=True),
    "milestone_unreach": Route((Milestone,), is_post=True),
    "task_reopen": Route((Task,), is_post=True),
    "task_edit": Route((Task,)),
    "task_finish": Route((Task,), is_post=True),
    "companies": MANAGED,
    "company_new": MANAGED,
    "company": Route((LegalEntity,), is_managed=True),
    "company_close": Route((LegalEntity,), is_post=True, is_managed=True),
    "company_reopen": Route((LegalEntity,), is_post=True, is_managed=True),
    "catalogue": MANAGED,
    "service_new": MANAGED,
    "service": Route((Service,), is_managed=True),
    "service_close": Route((Service,), is_post=True, is_managed=True),
    "service_reopen": Route((Service,), is_post=True, is_managed=True),
    "rate_new": MANAGED,
    "rate_end": Route((VatRate,), is_managed=True),
    "payer_new": Route((Account,)),
    "payer": Route((Payer,)),
    "payer_close": Route((Payer,), is_post=True),
    "payer_reopen": Route((Payer,), is_post=True),
    "snippets_at_hand": OPEN,
    "snippets": OPEN,
    "snippet_new": OPEN,
    "snippet": Route((Snippet,)),
    "snippet_forget": Route((Snippet,)),
    "notifications": OPEN,
    "notifications_see": POST,
    "notifications_unsee": POST,
    "notification": Route((Notification,)),
    "plan": OPEN,
    "plan_lines": POST,
    "plan_suggestions": POST,
    "plan_copy": POST,
    "plan_undo": POST,
    "plan_changes": OPEN,
    "plan_close": Route(is_post=True, is_managed=True),
    "plan_reopen": Route((PlanClose,), is_post=True, is_managed=True),
    "retainers": OPEN,
    "retainer_choose": OPEN,
    "retainer_new": Route((Account,)),
    "retainer": Route((Retainer,)),
    "retainer_end": Route((Retainer,)),
    "retainer_run_on": Route((Retainer,), is_post=True),
    "development": Route((Account,)),
    "growth_target": Route((Account,)),
    "development_talk_new": Route((Account,)),
    "development_talk_take_back": Route((DevelopmentTalk,), is_post=True),
    "offer_deal": Route((Account, Service), is_post=True),
    "invoices": OPEN,
    "invoices_file": OPEN,
    "acts": OPEN,
    "act": Route((Act,)),
    "act_pdf": Route((Act,)),
    "act_new": Route((Invoice,)),
    "act_send": Route((Act,)),
    "act_scan": Route((Act,)),
    "act_file": Route((ActMark,)),
    "act_sign": Route((Act,)),
    "act_unsign": Route((Act,), is_post=True),
    "act_withdraw": Route((Act,), is_post=True),
    "bank": MANAGED,
    "bank_file_new": MANAGED,
    "bank_line_match": Route((BankLine,), is_managed=True),
    "bank_line_set_aside": Route((BankLine,), is_managed=True),
    "bank_line_bring_back": Route((BankLine,), is_post=True, is_managed=True),
    "bank_line_unmatch": Route((BankLine,), is_post=True, is_managed=True),
    "invoice_new": OPEN,
    "invoice_draft": Route((Account,)),
    "invoice": Route((Invoice,)),
    "invoice_pdf": Route((Invoice,)),
    "invoice_edit": Route((Invoice,)),
    "invoice_issue": Route((Invoice,), is_post=True),
    "invoice_throw_away": Route((Invoice,), is_post=True),
    "invoice_take_up": Route((Invoice,), is_post=True),
    "invoice_cancel": Route((Invoice,)),
    "invoice_restore": Route((Invoice,), is_post=True),
    "invoice_correct": Route((Invoice,), is_post=True),
    "invoice_send": Route((Invoice,)),
    "invoice_deal": Route((Invoice,)),
    "promise_new": Route((Invoice,)),
    "promise_withdraw": Route((PaymentPromise,), is_post=True),
    "payment_new": Route((Invoice,)),
    "payment_use": Route((Invoice, Payment), is_post=True),
    "allocation_undo": Route((Allocation,), is_post=True),
    "payment_take_back": Route((Payment,), is_post=True),
    "settings": OPEN,
    "absences": OPEN,
    "absence_new": OPEN,
    "absence_withdraw": Route((Absence,), is_post=True),
    "absence_reinstate": Route((Absence,), is_post=True),
    "telling": OPEN,
    "password": OPEN,
    "agency": MANAGED,
    "update_settings": MANAGED,
    "brand": MANAGED,
    "people": MANAGED,
    "person_new": MANAGED,
    "person": Route((Person,), is_managed=True),
    "person_leave": Route((Person,), is_managed=True),
    "mail_settings": MANAGED,
    "mail_hook_new": Route(is_post=True, is_managed=True),
    "mail_hook_edit": MANAGED,
    "mail_hook_secret": MANAGED,
    "mail_hook_close": MANAGED,
    "own_chat": OPEN,
    "own_chat_end": POST,
    "telegram_settings": MANAGED,
    "telegram_token": MANAGED,
    "telegram_calls": MANAGED,
    "telegram_remove": MANAGED,
    "calendar": MANAGED,
    "calendar_new": MANAGED,
    "calendar_of": Route((WorkCalendar,), is_managed=True),
    "exception_new": Route((WorkCalendar,), is_managed=True),
    "exception_forget": Route((CalendarException,), is_post=True, is_managed=True),
    "ladder": MANAGED,
    "ladder_faults": MANAGED,
    "ladder_past": Route((Ladder,), is_managed=True),
    "connections": MANAGED,
    "connection_new": MANAGED,
    "connection": Route((Connection,), is_managed=True),
    "connection_secret": Route((Connection,), is_managed=True),
    "connection_signing": Route((Connection,), is_managed=True),
    "connection_close": Route((Connection,), is_managed=True),
    "client_delay_report": Route(is_public=True),
    "client_delay_report_pdf": Route(is_public=True),
    "sign_in": Route(is_public=True),
    "sign_in_link": Route(is_public=True),
    "sign_in_with": Route(is_public=True),
    "sign_out": Route(is_public=True),
    "language": Route(is_public=True),
    "hook": Route(is_public=True),
    "mail_hook": Route(is_public=True),
    "telegram_hook": Route(is_public=True),
}
GUARDED = sorted(name for name, route in TABLE.items() if not route.is_public)
OF_ROWS = sorted(name for name, route in TABLE.items() if route.keys)
FOR_MANAGEMENT = sorted(name for name, route in TABLE.items() if route.is_managed)


def names(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield str(entry.name)
        else:
            yield from names(entry)


def test_every_address_stands_in_the_table() -> None:
    assert sorted(names(get_resolver())) == sorted([*TABLE, *PORTAL])


@pytest.fixture(scope="module")
def rows(standing: House) -> dict[type, UUID]:
    known = known_rows(standing)
    connection.check_constraints()
    return known


def known_rows(house: House) -> dict[type, UUID]:
    """The keys of the house's rows, by table; of the house's tables none is empty."""
    known = one_of_each(house)
    chosen = {
        Account: house.northwind.pk,
        Project: house.project.pk,
        Person: house.pavel.pk,
        Contact: house.tom.pk,
        Item: _item_of(house.pavel),
        Touchpoint: Touchpoint.objects.unanswered().values_list("pk", flat=True)[0],
    }
    return known | chosen


def _item_of(person: Person) -> UUID:
    return item.open_of(person).values_list("pk", flat=True)[0]


def address(name: str, rows: dict[type, UUID]) -> str:
    return reverse(name, args=[rows[model] for model in TABLE[name].keys])


def ask(client: Client, name: str, rows: dict[type, UUID]) -> int:
    where = address(name, rows)
    return (client.post(where) if TABLE[name].is_post else client.get(where)).status_code


@pytest.mark.parametrize("name", GUARDED)
def test_a_stranger_is_asked_to_sign_in(house: House, rows: dict[type, UUID], name: str) -> None:
    answer = Client().get(address(name, rows))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/")
    assert Client().get(address(name, rows), headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize("name", OF_ROWS)
def test_for_another_agency_it_does_not_exist(
    house: House, rows: dict[type, UUID], client_of: Callable[[Person], Client], name: str
) -> None:
    assert ask(client_of(house.marta), name, rows) == 404


@pytest.mark.parametrize("name", FOR_MANAGEMENT)
def test_for_an_account_manager_it_does_not_exist(
    house: House, rows: dict[type, UUID], client_of: Callable[[Person], Client], name: str
) -> None:
    assert ask(client_of(house.vera), name, rows) == 404


@pytest.mark.parametrize("name", sorted(set(OF_ROWS) - set(FOR_MANAGEMENT) - {"sending_arrived", "item_skip"}))
def test_for_a_colleague_who_does_not_see_the_client_it_does_not_exist(
    house: House, rows: dict[type, UUID], client_of: Callable[[Person], Client], name: str
) -> None:
    stranger = join("Boris", Role.ACCOUNT_MANAGER)
    assert ask(client_of(stranger), name, rows) == 404


@pytest.mark.parametrize("name", GUARDED)
def test_for_whom_it_is_meant_it_opens(
    house: House, rows: dict[type, UUID], client_of: Callable[[Person], Client], name: str
) -> None:
    """So that a 404 above is a guard and not a page that never opens."""
    person = {"item_skip": house.pavel, "stall_give_back": house.vera}.get(name, house.oleg)
    where = address(name, rows) + ("?state=paused" if name == "account_state" else "")
    client = client_of(person)
    status = (client.post(where) if TABLE[name].is_post else client.get(where)).status_code
    assert status in {200, 302}

"""The addresses of the portal, and of what a client opens by a link of its own."""

from dataclasses import dataclass

from keepstep.domain.clients.contact import Contact
from keepstep.domain.clients.device import Device
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.project import Project
from keepstep.domain.money.act import Act
from keepstep.domain.money.act_mark import ActMark
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.contract_mark import ContractMark
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.document import Document
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.update import Update


@dataclass(frozen=True)
class Page:
    """Of which table its key is; whether it only takes POST; whether it opens to whoever has not been let in."""

    key: type | None = None
    is_post: bool = False
    is_public: bool = False


PORTAL: dict[str, Page] = {
    "portal": Page(),
    "portal_hand_in": Page(Ball),
    "portal_updates": Page(),
    "portal_update": Page(Update),
    "portal_answer": Page(Update, is_post=True),
    "portal_enclosure": Page(Enclosure),
    "portal_mark": Page(Update, is_post=True),
    "portal_projects": Page(),
    "portal_project": Page(Project),
    "portal_delay_report": Page(Project),
    "portal_documents": Page(),
    "portal_document": Page(Document),
    "portal_file": Page(Attachment),
    "portal_invoices": Page(),
    "portal_invoice": Page(Invoice),
    "portal_act": Page(Act),
    "portal_act_file": Page(ActMark),
    "portal_contract": Page(Contract),
    "portal_contract_file": Page(ContractMark),
    "portal_proposal": Page(Proposal),
    "portal_proposal_pdf": Page(Proposal),
    "portal_proposal_accept": Page(Proposal, is_post=True),
    "portal_proposal_decline": Page(Proposal, is_post=True),
    "portal_proposal_ask": Page(Proposal, is_post=True),
    "portal_team": Page(),
    "portal_message": Page(is_post=True),
    "portal_devices": Page(),
    "portal_device_end": Page(Device, is_post=True),
    "portal_chat": Page(is_post=True),
    "portal_chat_end": Page(is_post=True),
    "portal_companies": Page(),
    "portal_change": Page(Contact, is_post=True),
    "portal_sign_out": Page(is_post=True),
    "portal_sign_in": Page(is_public=True),
    "portal_let_in": Page(is_public=True),
    "mark": Page(is_public=True),
    "client_brief": Page(is_public=True),
    "client_proposal": Page(is_public=True),
    "client_proposal_pdf": Page(is_public=True),
    "client_proposal_seen": Page(is_public=True),
    "client_proposal_accept": Page(is_public=True),
    "client_proposal_decline": Page(is_public=True),
    "client_proposal_ask": Page(is_public=True),
    "brand_colour": Page(is_public=True),
    "brand_logo": Page(is_public=True),
}

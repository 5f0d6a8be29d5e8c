"""The files folder: can it be written to, and does it hold what the database speaks of?"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.doctor.finding import Finding, State
from keepstep.domain.agency import store
from keepstep.domain.money.act import Act
from keepstep.domain.money.act_mark import ActMark
from keepstep.domain.money.bank_file import BankFile
from keepstep.domain.sales.contract import Contract
from keepstep.domain.sales.contract_mark import ContractMark
from keepstep.domain.sales.deal_import import DealImport
from keepstep.domain.sales.decision import Decision
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.lead_import import LeadImport
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.document import Document
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.incoming import Incoming
from keepstep.postgres import tenancy

KEPT = (
    Act, ActMark, Attachment, BankFile, Contract, ContractMark, DealImport, Decision, Document, Enclosure, Evidence,
    Incoming, LeadImport, ProposalVersion,
)  # fmt: skip
"""Whose rows have a file."""


def files(_at: datetime) -> Iterator[Finding]:
    folder = Path(settings.FILES_FOLDER)
    if folder.exists() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        words = _("The folder %(folder)s cannot be written to.") % {"folder": folder}
        yield Finding(_("files"), State.BROKEN, words, f"chown -R $(id -un) {folder}")
        return
    known = _known()
    missing = sum(not store.has(digest, agency_id=agency_id) for agency_id, digest in known)
    if missing:
        words = ngettext(
            "%(count)s file of clients is missing in %(folder)s.",
            "%(count)s files of clients are missing in %(folder)s.",
            missing,
        ) % {"count": missing, "folder": folder}
        mend = _("Copy the folder from where the database came from, or point KEEPSTEP_FILES at it.")
        yield Finding(_("files"), State.BROKEN, words, mend)
        return
    yield Finding(
        _("files"), State.WELL, _("All %(count)s are in %(folder)s.") % {"count": len(known), "folder": folder}
    )


def _known() -> set[tuple[UUID, str]]:
    with tenancy.every_agency():
        return {
            row
            for model in KEPT
            for row in model._default_manager.exclude(digest="").values_list("agency_id", "digest")
        }

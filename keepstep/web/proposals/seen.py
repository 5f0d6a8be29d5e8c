"""Proposals in a person's sight; what is not does not exist."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.web.seat import StaffRequest

NAMES = ("deal__agency", "deal__account", "deal__contact", "deal__person__login", "deal__stage")


def proposal_of(request: StaffRequest, proposal_id: UUID) -> Proposal:
    day = request.desk.working_time.local_day(timezone.now())
    known = request.desk.proposals().with_standing(day).select_related(*NAMES)
    return get_object_or_404(known, pk=proposal_id)


def version_of(request: StaffRequest, version_id: UUID) -> ProposalVersion:
    with_names = request.desk.proposal_versions().select_related(*(f"proposal__{name}" for name in NAMES))
    return get_object_or_404(with_names, pk=version_id)


def draft_of(request: StaffRequest, found: Proposal) -> ProposalVersion | None:
    """The version that is being written."""
    return request.desk.proposal_versions().drafts().filter(proposal=found).first()


def address(found: Proposal) -> str:
    return reverse("proposal", args=[found.pk])

"""A proposal's page: what it says, what is new in it, what the client did with it."""

from datetime import datetime
from typing import Any

from keepstep.desk import Desk
from keepstep.domain.sales.decision import Kind
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.outlet.proposal import difference, paper
from keepstep.web.deals import letters
from keepstep.web.proposals.listing import state_of

MOST_VERSIONS = 40
MOST_QUESTIONS = 100


def of(found: Proposal, *, desk: Desk, at: datetime) -> dict[str, Any]:
    versions = _versions(found, desk)
    shown = versions[0]
    decisions = list(desk.decisions().filter(of=found).select_related("withdrawn_by", "version")[:MOST_VERSIONS])
    standing = [one for one in decisions if one.withdrawn_at is None]
    return {
        "proposal": found,
        "state": state_of(found),
        "manages": desk.person.manages_the_agency,
        "sees_money": desk.sees_money,
        "is_draft": shown.published_at is None,
        "versions": versions,
        "decisions": decisions,
        "accepted": next((one for one in standing if one.kind == Kind.ACCEPTED), None),
        "questions": desk.proposal_questions().filter(version__proposal=found)
        .select_related("answered_by", "version")[:MOST_QUESTIONS],
        "letters": letters.lines(letters.newest(desk.sales_letters().filter(proposal=found), at=at)),
        "links": list(found.links.open(at)),
        **version_facts(shown, versions),
    }  # fmt: skip


def version_facts(shown: ProposalVersion, versions: list[ProposalVersion]) -> dict[str, Any]:
    """The version as the client reads it, and what it says otherwise than the published one before."""
    earlier = [one for one in versions if one.number < shown.number and one.published_at]
    return {
        "version": shown,
        "paper": paper.of(shown),
        "former": earlier[0] if earlier else None,
        "difference": difference.between(earlier[0], shown) if earlier else None,
    }


def version(shown: ProposalVersion, *, desk: Desk) -> dict[str, Any]:
    versions = _versions(shown.proposal, desk)
    known = next((one for one in versions if one.pk == shown.pk), shown)
    return {"proposal": shown.proposal, **version_facts(known, versions)}


def _versions(found: Proposal, desk: Desk) -> list[ProposalVersion]:
    """The newest first, each with its lines."""
    known = desk.proposal_versions().filter(proposal=found).select_related("published_by").prefetch_related("lines")
    versions = list(known[:MOST_VERSIONS])
    for one in versions:
        one.proposal = found
    return versions

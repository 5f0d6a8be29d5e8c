"""Writing a proposal: a version may change in everything until it is published, and never after (§5.8)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import store
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.person import Person
from keepstep.domain.money.priced_line import Wanted
from keepstep.domain.sales import deal as deals
from keepstep.domain.sales import deal_record, proposal, proposal_line, thrown_draft
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.deal import State as DealState
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_version import TERMS, ProposalVersion
from keepstep.domain.sales.thrown_draft import ThrownDraft

Draw = Callable[[ProposalVersion], bytes]


class AlreadyPublished(Exception):
    """It has left our hands."""

    def __init__(self) -> None:
        super().__init__(_("This version is published and stays as it is: write the next one."))


class GoneOn(Exception):
    """Another draft was begun meanwhile, or it is there already."""

    def __init__(self) -> None:
        super().__init__(_("It has gone on since: here is how it stands now."))


class NotReady(Exception):
    """Something a proposal cannot do without is missing; the words say what."""


@transaction.atomic
def begin(deal: Deal, *, lines: Sequence[Wanted], by: Person | None, at: datetime, **terms: Any) -> ProposalVersion:
    """The first version of a new proposal. `terms` are those of TERMS. Raises DiscountTooLarge."""
    made = Proposal.objects.create(deal=deal, by=by, at=at)
    return _written(ProposalVersion(proposal=made, number=1, by=by, at=at, **terms), lines)


@transaction.atomic
def amend(version: ProposalVersion, *, lines: Sequence[Wanted], **terms: Any) -> None:
    """The draft as it reads from now on. Raises AlreadyPublished, DiscountTooLarge."""
    known = _draft(version)
    for name in TERMS:
        setattr(known, name, terms[name])
    _written(known, lines)


@transaction.atomic
def go_on(of: Proposal, *, by: Person | None, at: datetime) -> ProposalVersion:
    """The version that is being written, else a new one: a copy of the newest. Raises AlreadyAccepted."""
    locked = proposal.lock(of)
    proposal.refuse_if_accepted(locked)
    newest = ProposalVersion.objects.filter(proposal=locked)[0]
    if newest.published_at is None:
        return newest
    terms = {name: getattr(newest, name) for name in TERMS}
    made = ProposalVersion(proposal=locked, number=newest.number + 1, by=by, at=at, **terms)
    return _written(made, proposal_line.as_wanted(newest))


@transaction.atomic
def throw_away(version: ProposalVersion, *, by: Person | None, at: datetime) -> ThrownDraft:
    """Nobody needs the draft; of a first version the proposal goes with it. What it said is kept for a while.

    Raises AlreadyPublished.
    """
    known = _draft(version)
    thrown = thrown_draft.keep(known, by=by, at=at)
    if known.number == 1:
        known.proposal.delete()
    else:
        known.delete()
    return thrown


@transaction.atomic
def take_up(thrown: ThrownDraft, *, at: datetime) -> ProposalVersion:
    """Throwing it away was a slip of the hand: it is there again as it was. Raises GoneOn."""
    known = ThrownDraft.objects.select_for_update(of=("self",)).select_related("deal").filter(pk=thrown.pk).first()
    if known is None:
        raise GoneOn
    of, _is_new = Proposal.objects.get_or_create(
        pk=known.proposal, defaults={"deal": known.deal, "by": known.by, "at": at}
    )
    proposal.lock(of)
    if ProposalVersion.objects.filter(proposal=of, number__gte=known.number).exists():
        raise GoneOn
    terms, lines = thrown_draft.said(known)
    made = _written(ProposalVersion(proposal=of, number=known.number, by=known.by, at=known.begun_at, **terms), lines)
    known.delete()
    return made


@transaction.atomic
def publish(version: ProposalVersion, *, draw: Draw, by: Person | None, at: datetime) -> ProposalVersion:
    """From now on it is the version that counts, as `draw` sets it on paper; the deal is worth what it costs.

    Raises AlreadyPublished, AlreadyAccepted, NotReady, DealClosed.
    """
    locked = proposal.lock(version.proposal)
    known = _draft(version)
    proposal.refuse_if_accepted(locked)
    deal = deals.lock(locked.deal)
    if deal.state == DealState.LOST:
        raise DealClosed
    if not known.lines.exists():
        raise NotReady(_("There is nothing in it yet: add a line."))
    if not known.is_valid_on(office_hours().local_day(at)):
        raise NotReady(_("Its last day has passed already: choose another one."))
    known.published_at, known.published_by = at, by
    known.digest = store.keep(draw(known), agency_id=known.agency_id)
    known.save(update_fields=["published_at", "published_by", "digest"])
    deal_record.write(
        deal, deal_record.Kind.OFFERED, by=by, at=at, title=known.title, number=known.number,
        total=str(known.total), currency=known.currency,
    )  # fmt: skip
    worth(deal, known, by=by, at=at)
    return known


def worth(deal: Deal, version: ProposalVersion, *, by: Person | None, at: datetime) -> None:
    """The deal is worth what this version costs."""
    deals.amend(deal, amount=version.total, currency=version.currency, by=by, at=at)


def _draft(version: ProposalVersion) -> ProposalVersion:
    known = ProposalVersion.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=version.pk)
    if known.published_at:
        raise AlreadyPublished
    return known


def _written(version: ProposalVersion, lines: Sequence[Wanted]) -> ProposalVersion:
    version.save()
    whole = proposal_line.write(version, lines)
    version.whole, version.discount, version.net = whole.full, whole.discount, whole.net
    version.tax, version.total = whole.vat, whole.total
    version.save(update_fields=["whole", "discount", "net", "tax", "total"])
    return version

"""Sending a proposal: a letter with its link, to a contact of the client or to whoever asks and is none yet."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.domain.sales.sales_letter import NotPublished
from keepstep.outlet.deal_wording import of_proposal
from keepstep.web.deals.writing import Errand, Words, answered
from keepstep.web.proposals.seen import address, proposal_of
from keepstep.web.proposals.views import done, refused
from keepstep.web.seat import StaffRequest, seated


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    found = proposal_of(request, proposal_id)
    versions = request.desk.proposal_versions()
    newest = versions.filter(pk=found.newest).first() if found.newest else None
    if newest is None:
        return refused(request, found, NotPublished())
    errand = Errand(
        about=found.deal, proposal=found, words=_words(newest), language=newest.language,
        title=_("Send the proposal"), said=_about(found), back=address(found),
    )  # fmt: skip
    return answered(request, errand, done=partial(done, request, found), refused=partial(refused, request, found))


def _about(found: Proposal) -> str:
    words = _("%(title)s. The link stands under your words: it opens the newest version, without a password.")
    return words % {"title": found.title}


def _words(newest: ProposalVersion) -> Words:
    return lambda reader: of_proposal(newest, greeted=reader.greeted, language=reader.language)

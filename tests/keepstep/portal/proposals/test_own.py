"""Proposals in the portal: whoever there may see money reads and answers those of the own company."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepstep.domain.clients import contact
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales import decision, loss
from keepstep.domain.sales.decision import Decision, Kind
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.proposal_link import ProposalView
from keepstep.domain.sales.proposal_question import ProposalQuestion
from keepstep.domain.sales.proposal_version import ProposalVersion
from tests.cast import House, welcome
from tests.keepstep.domain.sales.deals import begun, too_dear
from tests.keepstep.domain.sales.proposals import drafted, published

PortalOf = Callable[..., Client]
YES = {"name": "Ines", "email": "ines@northwind.test", "is_agreed": "on"}


@pytest.fixture
def offered(house: House) -> ProposalVersion:
    """Of a deal with the bakery, valid still; Ines sees money, Tom does not."""
    contact.amend(house.ines, sees_money=True)
    return published(
        house, deal=begun(house, account=house.northwind), valid_until=timezone.localdate() + timedelta(days=9)
    )


def where(version: ProposalVersion, act: str = "") -> str:
    return f"/portal/proposals/{version.proposal_id}/{act}"


def test_it_waits_on_the_first_page_and_is_accepted_there(
    house: House, offered: ProposalVersion, portal_of: PortalOf
) -> None:
    ines = portal_of(house.ines)
    for first in ("/portal/", "/portal/invoices/"):
        assert where(offered) in ines.get(first).content.decode()
    page = ines.get(where(offered))
    assert (page.status_code, page.context["accept"].initial["email"]) == (200, "ines@northwind.test")
    assert ines.get(where(offered, "proposal.pdf")).content[:5] == b"%PDF-"
    assert ines.post(where(offered, "acceptance/"), {"version": offered.pk, **YES, "is_agreed": ""}).status_code == 422
    answer = ines.post(where(offered, "acceptance/"), {"version": offered.pk, **YES})
    said = Decision.objects.get()
    assert (answer["Location"], said.kind, said.email) == (f"{where(offered)}#said", Kind.ACCEPTED, YES["email"])
    assert Evidence.objects.standing().get(gate=Gate.AGREED).deal == offered.proposal.deal
    assert where(offered) not in ines.get("/portal/").content.decode()
    assert "Accepted by Ines" in ines.get(where(offered)).content.decode()


def test_it_is_declined_and_asked_about_by_whoever_reads_it(
    house: House, offered: ProposalVersion, portal_of: PortalOf
) -> None:
    ines = portal_of(house.ines)
    ines.post(where(offered, "questions/"), {"version": offered.pk, "name": "Ines", "words": "From when?"})
    ines.post(where(offered, "declining/"), {"version": offered.pk, "reason": "Later"})
    asked = ProposalQuestion.objects.select_related("touchpoint").get()
    assert asked.touchpoint is not None
    assert (asked.touchpoint.contact, Decision.objects.get().kind) == (house.ines, Kind.DECLINED)


def test_a_look_counts_once(house: House, offered: ProposalVersion, portal_of: PortalOf) -> None:
    ines = portal_of(house.ines)
    for _time in range(2):
        ines.get(where(offered))
    assert list(ProposalView.objects.values_list("version", "link")) == [(offered.pk, None)]


@pytest.mark.parametrize("act", ["", "proposal.pdf", "acceptance/", "declining/", "questions/"])
def test_nobody_else_reads_or_answers_it(house: House, offered: ProposalVersion, portal_of: PortalOf, act: str) -> None:
    """Tom may not see money, Lumen is another client, Nora is of another agency."""
    lumen = welcome(name="Lumen Dental", manager=house.vera)
    ada = contact.introduce(lumen, name="Ada", email="ada@lumen.test", sees_money=True)
    with house.elsewhere.entered():
        nora = Contact.objects.select_related("agency").get(name="Nora")
        contact.amend(nora, sees_money=True)
    said: dict[str, Any] = {"version": offered.pk, **YES, "reason": "No", "words": "Why?"}
    for one in (house.tom, ada, nora):
        browser = portal_of(one)
        answer = browser.post(where(offered, act), said) if act.endswith("/") else browser.get(where(offered, act))
        assert answer.status_code == 404, one
    assert (Decision.objects.count(), ProposalQuestion.objects.count(), ProposalView.objects.count()) == (0, 0, 0)


def test_drafts_and_what_is_lost_are_nothing_for_a_client(
    house: House, offered: ProposalVersion, portal_of: PortalOf
) -> None:
    draft = drafted(house, deal=begun(house, account=house.northwind))
    loss.lose(offered.proposal.deal, reason=too_dear(house), by=house.vera, at=house.at)
    ines = portal_of(house.ines)
    assert [ines.get(where(one)).status_code for one in (draft, offered)] == [404, 404]


def test_what_was_accepted_by_link_is_accepted_here(
    house: House, offered: ProposalVersion, portal_of: PortalOf
) -> None:
    decision.accept(offered, who=decision.Who("Bea", "bea@northwind.test"), at=house.at)
    page = portal_of(house.ines).get(where(offered)).content.decode()
    assert ("Accepted by Bea" in page, "Your yes" in page) == (True, False)

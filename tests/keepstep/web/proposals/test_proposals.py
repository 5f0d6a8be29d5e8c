"""Proposals on the pages of ours."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepstep.domain.agency import service
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import decision, proposal_link, proposal_version, proposing
from keepstep.domain.sales.decision import Decision
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_version import ProposalVersion
from tests.cast import House, join
from tests.keepstep.domain.money.bills import company
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.proposals import ADA, drafted, line, published

In = Callable[[Person], Client]


def sent(**other: Any) -> dict[str, Any]:
    day = timezone.now().date() + timedelta(days=9)
    known = {
        "title": "New shop", "language": "en", "currency": "EUR", "vat": "top", "valid_until": day, "lines": "1",
        "line-0-name": "SEO", "line-0-quantity": "3", "line-0-price": "1,000", "line-0-discount": "10",
        "line-0-rate": "19", "act": "save",
    }  # fmt: skip
    return {**known, **other}


@pytest.fixture
def rates(house: House) -> None:
    company(vat="top")


def test_a_proposal_is_written_and_published(house: House, client_of: In, rates: None) -> None:
    deal, browser = begun(house), client_of(house.vera)
    where = f"/deals/{deal.pk}/proposals/new/"
    assert "Add a line" in browser.get(where).content.decode()
    browser.post(where, sent(**{"line-0-rate": ""}, off="5"))
    made = ProposalVersion.objects.get()
    assert (made.total, made.off, made.vat) == (Decimal("2565.00"), Decimal(5), "top")
    page = browser.post(f"/deals/proposals/{made.proposal_id}/publishing/", follow=True).content.decode()
    made.refresh_from_db()
    assert (made.published_by, len(made.digest)) == (house.vera, 64)
    assert "A link for the client" in page


def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(house: House, client_of: In, rates: None) -> None:
    deal, browser = begun(house), client_of(house.vera)
    where = f"/deals/{deal.pk}/proposals/new/"
    for wrong, said in (
        ({"title": ""}, "id_title_error"), ({"line-0-price": "much"}, "id_line-0-price_error"),
        ({"valid_until": "2020-01-01"}, "This day has passed"), ({"off_amount": "1000000"}, "more than it costs"),
        ({"line-0-quantity": "999999999", "line-0-price": "99999"}, "The sum is too large."),
    ):  # fmt: skip
        answer = browser.post(where, sent(**{"line-0-rate": "", **wrong}))
        assert answer.status_code == 422, wrong
        assert said in answer.content.decode(), said
    assert Proposal.objects.count() == 0


def test_sums_are_counted_as_one_types(house: House, client_of: In, rates: None) -> None:
    where = f"/deals/{begun(house).pk}/proposals/new/"
    typed = sent(**{"line-0-rate": ""}, act="look", off="50")
    answer = client_of(house.vera).post(where, typed, headers={"HX-Request": "true"})
    assert "€1,350" in answer.content.decode()
    assert "<form" not in answer.content.decode()
    assert Proposal.objects.count() == 0


def test_a_line_comes_from_the_catalogue(house: House, client_of: In, rates: None) -> None:
    known = service.offer(name="Audit", other_name="Аудит", unit="piece", price=Decimal(500), currency="EUR")
    typed = sent(**{"line-0-rate": ""}, act="add", offered=str(known.pk))
    page = client_of(house.vera).post(f"/deals/{begun(house).pk}/proposals/new/", typed).content.decode()
    assert ['value="Audit"' in page, 'value="500"' in page, 'name="lines" value="2"' in page] == [True, True, True]


def test_the_next_version_is_a_copy_and_tells_its_difference(house: House, client_of: In) -> None:
    first, browser = published(house, line("SEO", "1000")), client_of(house.vera)
    where = f"/deals/proposals/{first.proposal_id}/"
    answer = browser.post(f"{where}next/")
    assert answer.headers["Location"] == f"{where}edit/"
    draft = ProposalVersion.objects.drafts().get()
    proposing.amend(
        draft, lines=[line("SEO", "900")], **{name: getattr(draft, name) for name in proposal_version.TERMS}
    )  # fmt: skip
    page = browser.get(where).content.decode()
    for said in ("What is new since version 1", "<s>€1,000</s>", "€900", "−€119", "the client reads version 1"):
        assert said in page, said


def test_a_published_version_cannot_be_edited(house: House, client_of: In) -> None:
    made = published(house)
    answer = client_of(house.vera).post(f"/deals/proposals/{made.proposal_id}/edit/", sent())
    assert answer.status_code == 302
    assert ProposalVersion.objects.get().total == made.total


def test_the_link_is_shown_once_and_all_are_ended(house: House, client_of: In) -> None:
    made, browser = published(house), client_of(house.vera)
    where = f"/deals/proposals/{made.proposal_id}/link/"
    page = browser.post(where).content.decode()
    token = page.split("/proposal/")[1].split("/")[0]
    assert proposal_link.find(token, at=timezone.now()) is not None
    browser.post(f"{where}ending/")
    assert proposal_link.find(token, at=timezone.now()) is None


def test_a_draft_has_no_link(house: House, client_of: In) -> None:
    made = drafted(house)
    answer = client_of(house.vera).post(f"/deals/proposals/{made.proposal_id}/link/", follow=True)
    assert "Publish the proposal first" in answer.content.decode()


def test_the_accepted_becomes_an_invoice_with_one_click(house: House, client_of: In, rates: None) -> None:
    made = published(house, deal=begun(house, account=house.northwind))
    browser, where = client_of(house.vera), f"/deals/proposals/{made.proposal_id}/invoice/"
    assert "has not accepted" in browser.post(where, follow=True).content.decode()
    decision.accept(made, who=ADA, at=house.at)
    page = browser.post(where, follow=True).content.decode()
    assert "Invoice (draft)" in page
    assert 'value="SEO"' in page


def test_a_head_takes_an_acceptance_back_and_nobody_else(house: House, client_of: In) -> None:
    said, _is_news = decision.accept(published(house), who=ADA, at=house.at)
    where = f"/deals/proposal-decisions/{said.pk}/withdrawal/"
    assert client_of(house.vera).post(where, {"reason": "No"}).status_code == 404
    assert client_of(house.oleg).post(where, {"reason": ""}).status_code == 422
    assert client_of(house.oleg).post(where, {"reason": "By mistake"}).status_code == 302
    assert Decision.objects.get().withdrawn_for == "By mistake"


def test_the_page_shows_the_evidence(house: House, client_of: In) -> None:
    made = published(house)
    decision.accept(made, who=ADA, at=house.at)
    page = client_of(house.vera).get(f"/deals/proposals/{made.proposal_id}/").content.decode()
    assert [said for said in (ADA.name, ADA.email, ADA.ip, ADA.agent, made.digest) if str(said) not in page] == []


def test_the_list_is_by_state_and_paged(house: House, client_of: In) -> None:
    deal, day = begun(house, company="Green Spade"), timezone.now().date()
    for n in range(53):
        drafted(house, deal=deal, title=f"Shop {n}", at=house.at + timedelta(minutes=n))
    valid = published(house, deal=deal, title="Still good", valid_until=day + timedelta(days=9))
    published(house, deal=deal, title="Late")
    browser = client_of(house.vera)
    drafts = browser.get("/deals/proposals/?state=draft").content.decode()
    assert (drafts.count("Shop "), "Next page" in drafts, "Still good" in drafts) == (50, True, False)
    after = drafts.split("after=")[1].split('"')[0]
    assert browser.get(f"/deals/proposals/?state=draft&after={after}").content.decode().count("Shop ") == 3
    assert valid.title in browser.get("/deals/proposals/?state=sent").content.decode()
    assert "Late" in browser.get("/deals/proposals/?state=expired&q=spade").content.decode()
    assert "No proposal is like that" in browser.get("/deals/proposals/?q=nobody").content.decode()


def test_others_see_those_of_their_own_deals(house: House, client_of: In) -> None:
    made = published(house)
    stranger = join("Boris", Role.ACCOUNT_MANAGER)
    seller = join("Sara", Role.SALES)
    where = f"/deals/proposals/{made.proposal_id}/"
    assert [client_of(one).get(where).status_code for one in (stranger, seller, house.marta)] == [404, 200, 404]

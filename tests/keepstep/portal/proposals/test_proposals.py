"""A proposal as the client reads and answers it, by a link alone."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from keepstep.domain.agency import store
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.notification import Notification
from keepstep.domain.sales import proposal_link, proposal_question, proposal_version, proposing
from keepstep.domain.sales.decision import Decision
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_link import LINK_LIFE, ONE_LOOK, ProposalLink, ProposalView
from keepstep.domain.sales.proposal_question import ProposalQuestion
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.outlet.pdf.proposal import draw
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.proposals import drafted, line, next_version, published

YES = {"name": "Ada Lovelace", "email": "ada@bakery.test", "is_agreed": "on"}


def today(house: House, **facts: Any) -> ProposalVersion:
    """Published now, with its paper: pages ask the clock."""
    day = timezone.now().date()
    deal = facts.pop("deal", None) or begun(house, name="Ada")
    terms = {"valid_until": day + timedelta(days=9), **facts}
    made = drafted(house, line("SEO", "1000"), deal=deal, at=timezone.now(), **terms)
    return proposing.publish(made, draw=draw, by=house.vera, at=timezone.now())


def link(house: House, version: ProposalVersion, *, age: timedelta = timedelta()) -> str:
    return f"/proposal/{proposal_link.make(version.proposal, by=house.vera, at=timezone.now() - age)}/"


def accept(where: str, version: ProposalVersion, **other: str) -> int:
    return Client().post(f"{where}acceptance/", {**YES, "version": version.pk, **other}).status_code


def expire(version: ProposalVersion) -> None:
    """As if its day had passed: a published version cannot be changed, so that the link leads to another one."""
    late = timezone.now() - timedelta(days=3)
    former = {name: getattr(version, name) for name in proposal_version.TERMS}
    terms = former | {"valid_until": office_hours().local_day(late)}
    draft = proposing.go_on(version.proposal, by=None, at=late)
    proposing.amend(draft, lines=[line("SEO", "1000")], **terms)
    proposing.publish(draft, draw=draw, by=None, at=late)


def test_whoever_has_the_link_reads_the_newest_version(house: House) -> None:
    first = today(house, title="Shop and search", before="Dear Ada, this is it.")
    where = link(house, first)
    page = Client().get(where).content.decode()
    for said in ("Lighthouse", "Shop and search", "Dear Ada, this is it.", "€1,190.00", "Accept for €1,190.00"):
        assert said in page, said
    next_version(house, first, line("SEO", "900"), title="Shop and search", valid_until=first.valid_until)
    page = Client().get(where).content.decode()
    assert "What is new since version 1" in page
    assert "Accept for €1,071.00" in page


def test_it_speaks_the_language_of_the_proposal(house: House) -> None:
    answer = Client(headers={"Accept-Language": "en"}).get(link(house, today(house, language="ru", currency="RUB")))
    assert answer.headers["Content-Language"] == "ru"
    assert "Принять за" in answer.content.decode()


def test_the_paper_is_the_one_that_is_kept(house: House) -> None:
    made = today(house)
    answer = Client().get(f"{link(house, made)}proposal.pdf")
    assert store.digest_of(answer.content) == made.digest
    assert "€1,190.00" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()


def test_accepted_it_says_so_opens_the_gate_and_the_salesperson_is_told(house: House) -> None:
    made = today(house)
    where = link(house, made)
    browser = Client(headers={"User-Agent": "Telephone"}, REMOTE_ADDR="203.0.113.7")
    for _time in range(2):
        assert browser.post(f"{where}acceptance/", {**YES, "version": made.pk}).status_code == 302
    said = Decision.objects.get()
    assert (said.digest, said.name, said.email, said.ip, said.agent) == (
        made.digest, "Ada Lovelace", "ada@bakery.test", "203.0.113.7", "Telephone",
    )  # fmt: skip
    assert Evidence.objects.standing().filter(gate=Gate.AGREED).count() == 1
    assert list(Notification.objects.values_list("person", "kind")) == [(house.vera.pk, "offer_accepted")]
    page = browser.get(where).content.decode()
    assert "Accepted by Ada Lovelace" in page
    assert "acceptance/" not in page


@pytest.mark.parametrize("missing", ["name", "email", "is_agreed"])
def test_half_a_yes_is_none(house: House, missing: str) -> None:
    made = today(house)
    assert accept(link(house, made), made, **{missing: ""}) in {422}
    assert Decision.objects.count() == 0


def test_a_replaced_version_leads_to_the_newest(house: House) -> None:
    first = today(house)
    where = link(house, first)
    next_version(house, first, line("SEO", "900"), valid_until=first.valid_until)
    answer = Client().post(f"{where}acceptance/", {**YES, "version": first.pk})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a newer version of this proposal" in page
    assert "Accept for €1,071.00" in page
    assert Decision.objects.count() == 0


def test_an_expired_one_can_be_asked_about_and_not_accepted(house: House) -> None:
    first = today(house)
    where = link(house, first)
    expire(first)
    newest = ProposalVersion.objects.all()[0]
    page = Client().get(where).content.decode()
    assert "can no longer be accepted" in page
    assert "acceptance/" not in page
    assert accept(where, newest) == 422
    assert Client().post(f"{where}questions/", {"name": "Ada", "words": "A new one?"}).status_code == 302
    assert (Decision.objects.count(), ProposalQuestion.objects.count()) == (0, 1)


def test_declined_with_a_reason_it_may_still_be_accepted(house: House) -> None:
    made = today(house)
    where = link(house, made)
    refused = Client().post(f"{where}declining/", {"version": made.pk})
    told = 'Not sent yet: something is missing. <a href="#decline">' in refused.content.decode()
    assert (refused.status_code, told) == (422, True)
    answer = Client().post(f"{where}declining/", {"version": made.pk, "reason": "Too dear"})
    assert (answer.status_code, Decision.objects.get().reason) == (302, "Too dear")
    assert list(Notification.objects.values_list("kind", flat=True)) == ["offer_declined"]
    assert "You declined it" in Client().get(where).content.decode()
    assert accept(where, made) == 302
    assert Proposal.objects.with_standing(timezone.now().date()).get().state == "accepted"


def test_a_question_is_told_and_its_answer_stands_beside_it(house: House) -> None:
    made = today(house)
    where = link(house, made)
    for _time in range(2):
        Client().post(f"{where}questions/", {"name": "Ada", "words": "From when?"})
    asked = ProposalQuestion.objects.get()
    assert list(Notification.objects.values_list("kind", flat=True)) == ["offer_asked"]
    proposal_question.answer(asked, words="From Monday.", by=house.vera, at=timezone.now())
    page = Client().get(where).content.decode()
    assert [said for said in ("From when?", "From Monday.", "Vera") if said not in page] == []


def test_a_question_of_a_client_of_ours_waits_like_any_word_of_theirs(house: House) -> None:
    made = today(house, deal=begun(house, account=house.northwind, contact=house.ines))
    Client().post(f"{link(house, made)}questions/", {"name": "Ines", "words": "From when?"})
    heard = Touchpoint.objects.get(summary="From when?")
    assert (heard.account, heard.contact, heard.direction) == (house.northwind, house.ines, "in")
    proposal_question.answer(ProposalQuestion.objects.get(), words="From Monday.", by=house.vera, at=timezone.now())
    heard.refresh_from_db()
    assert heard.settled_by == house.vera


def test_opening_writes_nothing_and_the_picture_in_it_is_a_look(house: House) -> None:
    made = today(house)
    where = link(house, made)
    for way in ("", "proposal.pdf", "acceptance/", "declining/", "questions/"):
        Client().get(f"{where}{way}")
        Client().head(f"{where}{way}")
    Client().head(f"{where}seen.gif")
    assert (ProposalView.objects.count(), Decision.objects.count()) == (0, 0)
    for _time in range(2):
        assert Client().get(f"{where}seen.gif").headers["Content-Type"] == "image/gif"
    assert ProposalView.objects.count() == 1
    proposal_link.see(made, link=ProposalLink.objects.get(), at=timezone.now() + ONE_LOOK)
    known = Proposal.objects.with_standing(timezone.now().date()).get()
    assert (known.state, known.times) == ("opened", 2)


def test_our_own_look_is_none_of_the_clients(house: House) -> None:
    made = today(house)
    browser = Client()
    browser.cookies["sessionid"] = "of somebody of ours"
    browser.get(f"{link(house, made)}seen.gif")
    assert ProposalView.objects.count() == 0


@pytest.mark.parametrize("end", ["", "proposal.pdf", "seen.gif", "acceptance/", "declining/", "questions/"])
def test_an_unknown_an_expired_and_an_ended_link_are_answered_alike(house: House, end: str) -> None:
    made = today(house)
    old, ended = link(house, made, age=LINK_LIFE), link(house, made)
    proposal_link.end_all(made.proposal, at=timezone.now())
    for ask in (Client().get, Client().post):
        said = {**YES, "version": str(made.pk)}
        answers = [ask(f"{address}{end}", said) for address in ("/proposal/guess/", old, ended)]
        assert [answer.status_code for answer in answers] == [410, 410, 410]
        assert len({answer.content for answer in answers}) == 1
    assert (Decision.objects.count(), ProposalView.objects.count()) == (0, 0)


def test_who_guesses_is_slowed_down(house: House) -> None:
    statuses = [Client().post(f"/proposal/guess-{n}/acceptance/", YES).status_code for n in range(32)]
    assert (statuses[0], statuses[-1]) == (410, 429)


def test_who_answers_without_end_is_slowed_down(house: House) -> None:
    where = link(house, today(house))
    statuses = [
        Client().post(f"{where}questions/", {"name": "Ada", "words": f"And {n}?"}).status_code for n in range(22)
    ]  # fmt: skip
    assert (statuses[0], statuses[-1], ProposalQuestion.objects.count()) == (302, 429, 20)


def test_a_link_opens_nothing_before_a_version_is_published(house: House) -> None:
    assert Client().get(link(house, drafted(house))).status_code == 410


def test_a_version_of_another_proposal_is_not_accepted_by_this_link(house: House) -> None:
    mine, other = today(house), published(house, deal=begun(house, title="Other"))
    assert accept(link(house, mine), other) == 422
    assert Decision.objects.count() == 0


def test_only_the_hash_of_a_link_is_kept(house: House) -> None:
    token = link(house, today(house)).split("/")[2]
    assert token not in str(list(ProposalLink.objects.values()))


def test_without_its_token_a_form_is_refused(house: House) -> None:
    made = today(house)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{link(house, made)}acceptance/", {**YES, "version": made.pk}).status_code == 403


def test_it_lets_nobody_into_anything_else(house: House) -> None:
    where = link(house, today(house))
    browser = Client()
    browser.get(where)
    assert browser.get("/portal/").status_code == 302
    assert browser.get("/deals/").status_code == 302

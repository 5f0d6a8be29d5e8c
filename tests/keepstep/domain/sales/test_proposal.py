"""Proposals: written, published for good, in versions of which the newest counts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.agency import service, store
from keepstep.domain.money.priced_line import Wanted
from keepstep.domain.sales import loss, proposing
from keepstep.domain.sales.deal import Deal, DealClosed
from keepstep.domain.sales.proposal import Proposal
from keepstep.domain.sales.proposal_line import ProposalLine
from keepstep.domain.sales.proposal_version import TERMS, ProposalVersion, newest_of
from keepstep.domain.sales.proposing import AlreadyPublished, GoneOn, NotReady
from keepstep.formulas.basket import DiscountTooLarge, Line, Vat
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun, too_dear
from tests.keepstep.domain.sales.proposals import drafted, drawn, line, next_version, publish, published, terms
from tests.keepstep.formulas.test_basket import counted_in_fractions

D = Decimal


def test_it_adds_up_its_lines_with_what_comes_off_and_vat(house: House) -> None:
    made = drafted(house, line("SEO", "1000", n="3", off="10"), line("Audit", "500", rate=None), off=D(5))
    assert (made.whole, made.discount, made.net) == (D("3500.00"), D("460.00"), D("3040.00"))
    assert (made.tax, made.total) == (D("487.35"), D("3527.35"))
    assert list(made.lines.values_list("amount", "total")) == [(D("2700.00"), D("3052.35")), (D("500.00"), D("475.00"))]


def test_more_than_it_costs_cannot_come_off(house: House) -> None:
    with pytest.raises(DiscountTooLarge):
        drafted(house, line("SEO", "100"), off=D(50), off_amount=D(51))
    assert Proposal.objects.count() == 0


def test_a_published_version_is_what_the_deal_is_worth_and_its_paper_is_kept(house: House) -> None:
    made = published(house, line("SEO", "1000"))
    assert (Deal.objects.get().amount, Deal.objects.get().currency) == (D("1190.00"), "EUR")
    assert store.read(made.digest, agency_id=house.agency.pk) == drawn(made)
    assert store.digest_of(drawn(made)) == made.digest


def test_a_published_version_never_changes_whoever_tries(house: House) -> None:
    made = published(house)
    with pytest.raises(AlreadyPublished):
        proposing.amend(made, lines=[line()], **terms(house))
    with pytest.raises(AlreadyPublished):
        proposing.throw_away(made, by=house.vera, at=house.at)
    with pytest.raises(AlreadyPublished):
        publish(house, made)
    lines, of_it = ProposalLine.objects.filter(version=made), ProposalVersion.objects.filter(pk=made.pk)
    for change in (
        lambda: lines.update(price=1), lines.delete, lambda: of_it.update(total=1), of_it.delete,
        lambda: of_it.update(published_at=None, digest=""),
        lambda: ProposalLine.objects.create(
            version=made, place=2, name="x", quantity=1, price=1, amount=1, net=1, tax=0, total=1
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            change()


def test_the_next_version_starts_as_a_copy_and_is_written_once(house: House) -> None:
    made = published(house, line("SEO", "1000", off="5"), line("Audit", "500"), off_amount=D(100), before="Dear Ada")
    following, again = (proposing.go_on(made.proposal, by=house.vera, at=house.at) for _time in range(2))
    assert (following.pk, following.number, following.total) == (again.pk, 2, made.total)
    assert [(one.name, one.price, one.discount) for one in following.lines.all()] == [
        ("SEO", D(1000), D(5)), ("Audit", D(500), D(0)),
    ]  # fmt: skip
    assert (following.before, newest_of(made.proposal)) == ("Dear Ada", made)


def test_the_newest_published_version_counts(house: House) -> None:
    first = published(house, line("SEO", "1000"))
    second = next_version(house, first, line("SEO", "900"))
    assert newest_of(first.proposal) == second
    assert Deal.objects.get().amount == D("1071.00")


def test_a_first_draft_is_thrown_away_with_its_proposal_and_a_later_one_alone(house: House) -> None:
    proposing.throw_away(drafted(house), by=house.vera, at=house.at)
    assert Proposal.objects.count() == 0
    first = published(house)
    draft = proposing.go_on(first.proposal, by=house.vera, at=house.at)
    proposing.throw_away(draft, by=house.vera, at=house.at)
    assert list(ProposalVersion.objects.all()) == [first]


def test_nothing_empty_late_or_lost_is_published(house: House) -> None:
    made = begun(house)
    empty = proposing.begin(made, lines=[], by=house.vera, at=house.at, **terms(house))
    late = drafted(house, deal=made, valid_until=house.day - timedelta(days=1))
    today = drafted(house, deal=made, valid_until=house.day)
    for version in (empty, late):
        with pytest.raises(NotReady):
            publish(house, version)
    publish(house, today)
    loss.lose(made, reason=too_dear(house), by=house.vera, at=house.at)
    with pytest.raises(DealClosed):
        publish(house, drafted(house, deal=made))


def test_where_it_stands_is_derived(house: House) -> None:
    made = drafted(house, title="Shop")
    assert standing(house) == [("draft", "Shop", None)]
    publish(house, made)
    assert standing(house) == [("sent", "Shop", 1)]
    assert standing(house, days=14) == [("sent", "Shop", 1)]
    assert standing(house, days=15) == [("expired", "Shop", 1)]


def standing(house: House, *, days: int = 0) -> list[tuple[str, str, int | None]]:
    known = Proposal.objects.with_standing(house.day + timedelta(days=days))
    return [(one.state, one.title, one.number) for one in known]


def test_ten_thousand_lines_are_kept_equal_to_the_kopeck(house: House) -> None:
    """As they come back from the database, counted a second time in whole kopecks and fractions."""
    chance, made = Random(2026), begun(house)
    for _proposal in range(20):
        lines, vat, off = _basket(chance)
        version = drafted(house, *lines, deal=made, vat=vat.value, off=off)
        version.refresh_from_db()
        known = [(one.net, one.tax, one.total) for one in version.lines.all()]
        known.append((version.net, version.tax, version.total))
        counted = [Line(one.quantity, one.price, one.discount, one.rate) for one in lines]
        assert [tuple(int(part * 100) for part in row) for row in known] == counted_in_fractions(
            counted, vat=vat, off=off
        )


def _basket(chance: Random) -> tuple[list[Wanted], Vat, Decimal]:
    lines = [
        line(
            "x", str(D(chance.randint(1, 5_000_000)) / 100), n=str(D(chance.randint(1, 20_000)) / 1000),
            off=chance.choice(("0", "5", "12.5", "33.33", "100")),
            rate=chance.choice((None, "0", "5", "7", "10", "22")),
        )
        for _line in range(500)
    ]  # fmt: skip
    return lines, chance.choice(list(Vat)), D(chance.choice(("0", "3", "7.5", "50")))


def test_a_draft_that_was_thrown_away_is_taken_up_as_it_was(house: House) -> None:
    sent = published(house)
    seo = service.offer(name="SEO", other_name="SEO", unit="month", price=D(100), currency="EUR")
    of_it = [replace(line("SEO", "100.10", n="1.5", off="7.5", rate=None), service=seo), line("Audit", "500")]
    following = proposing.go_on(sent.proposal, by=house.vera, at=house.at)
    for draft in (drafted(house, *of_it, off=D(3), before="Dear Ada"), following):
        draft.refresh_from_db()
        terms_of = [getattr(draft, name) for name in TERMS]
        lines = [one.wanted for one in draft.lines.all()]
        thrown = proposing.throw_away(draft, by=house.vera, at=house.at)
        again = proposing.take_up(thrown, at=house.at)
        again.refresh_from_db()
        assert ([getattr(again, name) for name in TERMS], again.total) == (terms_of, draft.total)
        assert ([one.wanted for one in again.lines.all()], again.proposal_id) == (lines, draft.proposal_id)
        with pytest.raises(GoneOn):
            proposing.take_up(thrown, at=house.at)


def test_it_is_not_taken_up_over_another_draft(house: House) -> None:
    sent = published(house)
    draft = proposing.go_on(sent.proposal, by=house.vera, at=house.at)
    thrown = proposing.throw_away(draft, by=house.vera, at=house.at)
    proposing.go_on(sent.proposal, by=house.vera, at=house.at)
    with pytest.raises(GoneOn):
        proposing.take_up(thrown, at=house.at)

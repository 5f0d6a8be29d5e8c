"""The company's page: the weakest first, what is unknown said and not guessed, every figure leads to its rows."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact
from keepstep.domain.talk import mark, update
from keepstep.outlet.company import paper
from keepstep.outlet.company.figures import CLIENTS, COMPANY, Figures, gather
from keepstep.outlet.pdf.company import pdf
from tests.cast import House
from tests.keepstep.web.company.test_retention import text
from tests.keepstep.web.company.test_retention import years as years  # the fixture

Of = Callable[[Person], Client]


def marked(house: House, *points: int) -> None:
    """Each by a contact of its own, under one update of this week."""
    at = timezone.now() - timedelta(hours=1)
    told = update.send(house.northwind, day=at.date(), subject="Monday", body="Done", by=house.vera, at=at)
    for n, given in enumerate(points):
        who = contact.introduce(house.northwind, name=f"Eve {n}", email=f"eve{n}@northwind.test")
        mark.give(told, contact=who, points=given, at=at)


def found(house: House) -> Figures:
    return gather(Desk(house.oleg), at=timezone.now())


def test_with_nothing_known_it_is_too_early(house: House, client_of: Of) -> None:
    assert found(house).satisfactions is None
    page = text(client_of(house.oleg), "/company/")
    assert "Too early: neither clients" in page
    assert "Comes later: people are not asked yet" in page


def test_fewer_than_five_marks_say_nothing(house: House) -> None:
    marked(house, 5, 5, 5, 5)
    assert (found(house).content, found(house).marks.whole) == (None, 4)


def test_clients_are_content_by_the_share_of_fours_and_fives(house: House) -> None:
    """The example of reference.md: 60 %, although the mean is 3.6."""
    marked(house, 5, 5, 5, 4, 4, 4, 3, 3, 2, 1)
    three = found(house).satisfactions
    assert three
    assert (three.known, three.unknown) == ({CLIENTS: 60}, ("people", "company"))


def test_the_weakest_of_those_known_stands_first_and_says_why(years: House, client_of: Of) -> None:
    marked(years, 5, 5, 1, 1, 1)
    known = found(years)
    three = known.satisfactions
    assert three
    assert list(three.known) == [CLIENTS, COMPANY]
    assert round(three.headline) == 40
    page = text(client_of(years.oleg), "/company/")
    assert "Clients hold us back: 2 of 5 marks are four or five" in page
    assert page.index('id="company-clients"') < page.index('id="company-company"') < page.index('id="company-people"')


def test_what_the_company_is_made_of(years: House) -> None:
    """Six clients paid 100 a month; one left and one pays twice as much: growth is even, 15 of 18 are kept."""
    known = found(years)
    parts = {name: None if value is None else round(value, 2) for name, value in known.parts.items()}
    assert parts == {"growth": 50, "plan": None, "retention": 83.33, "in_step": None}
    assert known.satisfactions
    assert round(known.satisfactions.known[COMPANY], 2) == 66.67


def test_every_figure_leads_to_its_rows(years: House, client_of: Of) -> None:
    marked(years, 5, 5, 1, 1, 1)
    oleg = client_of(years.oleg)
    written = paper.of(found(years), agency="Lighthouse")
    opened = {part.href.partition("#")[0] for card in written.cards for part in card.parts if part.href}
    opened |= {part.href.partition("#")[0] for part in written.rest if part.href}
    assert {"/order/", "/ledger/", "/company/marks/", "/company/retention/", "/company/retention/clients/"} <= opened
    assert {oleg.get(where).status_code for where in opened} == {200}
    assert "Eve 4" in text(oleg, "/company/marks/")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_sheet_says_what_the_page_says(years: House, language: str) -> None:
    marked(years, 5, 5, 1, 1, 1)
    with translation.override(language):
        written = paper.of(found(years), agency=years.agency.name)
    reader = PdfReader(BytesIO(pdf(written)))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) == 1
    parts = [part for card in written.cards for part in card.parts] + written.rest
    expected = [
        written.headline,
        written.mean,
        *(card.title for card in written.cards),
        *(part.figure for part in parts),
    ]
    assert [one for one in expected if " ".join(one.split()) not in said] == []


def test_only_own_management_sees_the_company_and_its_entry(house: House, client_of: Of) -> None:
    for where in ("/company/", "/company/monday.pdf", "/company/marks/"):
        assert client_of(house.vera).get(where).status_code == 404
    assert 'href="/company/"' in text(client_of(house.oleg), "/order/")
    assert 'href="/company/"' not in text(client_of(house.vera), "/order/")


def test_the_sheet_is_a_pdf(house: House, client_of: Of) -> None:
    answer = client_of(house.oleg).get("/company/monday.pdf")
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")

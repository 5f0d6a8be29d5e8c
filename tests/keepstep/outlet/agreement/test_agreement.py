"""A template on paper: Markdown becomes blocks, values stay words, and the PDF says all of it."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pypdf import PdfReader

from keepstep.domain.agency import template
from keepstep.domain.agency.template import Kind
from keepstep.domain.agency.template_field import FIELDS
from keepstep.formulas import fields
from keepstep.outlet.agreement import sample
from keepstep.outlet.agreement.blocks import BLANK, Block, Part, blocks
from keepstep.outlet.pdf.agreement import pdf, pictures
from tests.cast import House
from tests.keepstep.domain.money.bills import company


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def test_markdown_becomes_blocks() -> None:
    text = "# Head\n\nOne **two** *three*\nfour\n\n1. First\n2. Second\n   - deeper\n\n---\n{parties}\nAfter"
    assert blocks(text, {}) == [
        Block("heading", (Part("Head"),), level=1),
        Block("paragraph", (Part("One "), Part("two", is_bold=True), Part(" "), Part("three", is_slanted=True),
                            Part("\n"), Part("four"))),
        Block("item", (Part("First"),), level=1, mark="1."),
        Block("item", (Part("Second"),), level=1, mark="2."),
        Block("item", (Part("deeper"),), level=2, mark="–"),
        Block("rule"),
        Block("parties"),
        Block("paragraph", (Part("After"),)),
    ]  # fmt: skip


def test_a_value_is_words_whatever_it_holds() -> None:
    assert blocks("To **{client.name}**", {"client.name": "A*B* {total}"}) == [
        Block("paragraph", (Part("To "), Part("A*B* {total}", is_bold=True)))
    ]  # fmt: skip


def test_where_a_value_is_missing_there_is_room_to_write() -> None:
    assert blocks("{client.grounds}", {"client.grounds": ""}) == [Block("paragraph", (Part(BLANK),))]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_usual_text_leaves_no_field_unfilled_on_paper(house: House, kind: str, language: str) -> None:
    known = template.offered(house.agency, at=house.at).get(kind=kind, language=language)
    paper = sample.of(known, template.usual(kind, language), entity=company(), day=house.day)
    said = read(pdf(paper, agency_id=house.agency.pk))
    assert ("{" in said, paper.ours.name in said, paper.client.signatory in said) == (False, True, True)
    assert {"en": "One hundred and twenty thousand euro", "ru": "Сто двадцать тысяч евро"}[language] in said


@pytest.mark.parametrize("kind", Kind)
def test_each_field_of_the_list_is_filled_in(house: House, kind: str) -> None:
    known = template.offered(house.agency, at=house.at).get(kind=kind, language="en")
    text = "\n\n".join(f"{{{name}}}" for name in FIELDS[kind])
    paper = sample.of(known, text, entity=company(), day=house.day)
    said = [part.words for block in paper.blocks for part in block.parts]
    assert [words for words in said if fields.named(words)] == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=some.text(max_size=200))
def test_nothing_anybody_writes_is_run(house: House, text: str) -> None:
    """Neither as a template nor as a value; it is set, and that is all."""
    known = template.offered(house.agency, at=house.at).get(kind="contract", language="en")
    assert pdf(sample.of(known, text, entity=None, day=house.day), agency_id=house.agency.pk)[:5] == b"%PDF-"


def test_markup_of_the_setter_is_printed_as_it_is(house: House) -> None:
    known = template.offered(house.agency, at=house.at).get(kind="contract", language="en")
    text = '#read("/etc/passwd") $x$ <b>bold</b> @ref #{1+1} \\u{41}'
    said = read(pdf(sample.of(known, text, entity=None, day=house.day), agency_id=house.agency.pk))
    assert '#read("/etc/passwd") $x$ <b>bold</b> @ref' in said.replace("“", '"').replace("”", '"')


def test_the_pages_are_pictures_too(house: House) -> None:
    known = template.offered(house.agency, at=house.at).get(kind="contract", language="ru")
    paper = sample.of(known, template.usual("contract", "ru"), entity=None, day=house.day)
    drawn = pictures(paper, agency_id=house.agency.pk)
    assert {one[:8] for one in drawn} == {b"\x89PNG\r\n\x1a\n"}
    assert len(drawn) >= 2

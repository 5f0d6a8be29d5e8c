"""The proposal on paper: its words in both languages, read back from the file."""

import io
from decimal import Decimal

from pypdf import PdfReader

from keepstep.domain.agency import brand
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.outlet.pdf.proposal import draw
from tests.cast import House
from tests.keepstep.domain.agency.test_legal_entity import png
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.proposals import drafted, line, published

D = Decimal


def said(version: ProposalVersion) -> str:
    pages = PdfReader(io.BytesIO(draw(version))).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_a_russian_proposal(house: House) -> None:
    brand.dress(colour="#7a1f5b", by=house.oleg, at=house.at, logo=png())
    deal = begun(house, company="ООО «Зелёная лопата»", name="Марина Келлер")
    made = published(
        house, line("Поисковое продвижение", "120000", n="3", off="10", rate="20"),
        line("Аудит", "64000.50", rate="20"),
        deal=deal, title="Продвижение магазина", language="ru", currency="RUB", vat="in", off=D(5),
        before="Марина, добрый день!\n\nВот что мы предлагаем.", after="Оплата в два этапа.",
    )  # fmt: skip
    words = said(made)
    for expected in (
        "Продвижение магазина", "Коммерческое предложение от 2 марта 2026, версия 1",
        "ООО «Зелёная лопата», Марина Келлер", "Действует до 16 марта 2026", "Вот что мы предлагаем.",
        "3 month 120 000,00 ₽ 10 % 324 000,00 ₽",
        "388 000,50 ₽", "Скидка 5 % −19 400,03 ₽", "в том числе НДС 20 % 61 433,41 ₽", "Итого 368 600,47 ₽",
        "Триста шестьдесят восемь тысяч шестьсот рублей 47 копеек", "Оплата в два этапа.", "Vera",
    ):  # fmt: skip
        assert expected in words.replace("\N{NO-BREAK SPACE}", " "), expected


def test_an_english_proposal(house: House) -> None:
    deal = begun(house, company="Green Spade", name="Maud Keller")
    made = published(house, line("SEO", "1000", n="3"), line("Audit", "500", rate=None), deal=deal, off_amount=D(100))
    words = said(made)
    for expected in (
        "Proposal of 2 March 2026, version 1", "Green Spade, Maud Keller", "Valid until 16 March 2026",
        "Sum €3,500.00", "Discount −€100.00", "VAT 19 % €553.72", "Total €3,953.72",
    ):  # fmt: skip
        assert expected in words.replace("\N{NO-BREAK SPACE}", " "), expected


def test_a_draft_says_so_and_what_is_published_does_not(house: House) -> None:
    assert ["Draft" in said(one) for one in (drafted(house), published(house))] == [True, False]


def test_without_vat_it_says_without_vat(house: House) -> None:
    assert "VAT without VAT Total €1,000.00" in said(published(house, vat="none"))


def test_what_people_wrote_is_no_markup(house: House) -> None:
    assert "#panic(1) *b* $x$" in said(published(house, title="#panic(1) *b* $x$"))


def test_many_lines_go_over_pages(house: House) -> None:
    made = published(house, *(line(f"Service {n}") for n in range(90)))
    assert len(PdfReader(io.BytesIO(draw(made))).pages) > 2

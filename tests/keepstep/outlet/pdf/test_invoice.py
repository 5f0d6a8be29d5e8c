"""The invoice on paper: its words in both languages, and a code that banks read."""

import io
from decimal import Decimal

import pytest
import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from keepstep.domain.money import cancellation
from keepstep.domain.money.invoice import Invoice
from keepstep.outlet.invoice import paper
from keepstep.outlet.pdf import invoice as outlet
from tests.cast import House
from tests.keepstep.domain.agency.test_legal_entity import png
from tests.keepstep.domain.money.bills import OURS, company, drafted, issued, pays, seo

THEIRS = {"form": "company", "name": "ООО «Северный ветер»", "inn": "7701123451", "kpp": "770101001"}


def said(known: Invoice, house: House) -> str:
    content = outlet.pdf(paper.of(known, day=house.day), agency_id=house.agency.pk)
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def scanned(known: Invoice, house: House) -> str:
    """What a bank's application reads: the drawing as pixels, read back by a decoder that knows nothing of us."""
    drawing = paper.of(known, day=house.day).code
    pixels = typst.compile(_literal(drawing).encode(), format="png", ppi=200)
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(pixels)))
    return str(found.text)


def _literal(drawing: str) -> str:
    quoted = drawing.replace("\\", "\\\\").replace('"', '\\"')
    return f'#set page(width: auto, height: auto, margin: 10mm)\n#image(bytes("{quoted}"), format: "svg", width: 50mm)'


def russian(house: House) -> Invoice:
    company(**OURS, phone="+7 495 123-45-67", position="Генеральный директор", signatory="О. Маяков", logo=png())
    pays(house.northwind, **THEIRS)
    return issued(house, seo("120000.50", rate="20"), seo("1", n="0.5", rate="20"), language="ru", basis="Договор № 5")


def test_a_russian_invoice_says_what_bookkeepers_look_for(house: House) -> None:
    words = said(russian(house), house)
    for expected in (
        "Счёт № 1 от 2 марта 2026", "ООО «Маяк»", "ИНН 7707083893", "КПП 770701001", "044525225",
        "40702810000000000007", "30101810400000000225", "ООО «Северный ветер»", "Договор № 5", "120 001,00 ₽",
        "в том числе НДС 20 %", "20 000,16 ₽", "Сто двадцать тысяч один рубль 00 копеек", "Генеральный директор",
    ):  # fmt: skip
        assert expected in words.replace("\N{NO-BREAK SPACE}", " "), expected


def test_an_english_invoice_too(house: House) -> None:
    company(vat="top")
    words = said(issued(house, seo("1000")), house)
    for expected in (
        "Invoice No 1 of 2 March 2026", "To be paid by 9 March 2026", "Lighthouse GmbH", "DE123456789",
        "DE89 3704 0044 0532 0130 00", "Northwind Bakery Ltd", "VAT 19 %", "€190.00", "€1,190.00",
        "One thousand, one hundred and ninety euro 00 cents",
    ):  # fmt: skip
        assert expected in words, expected


def test_the_code_of_a_rouble_invoice_is_read_by_banks(house: House) -> None:
    assert scanned(russian(house), house) == (
        "ST00012|Name=ООО «Маяк»|PersonalAcc=40702810000000000007|BankName=ПАО Сбербанк|BIC=044525225"
        "|CorrespAcc=30101810400000000225|PayeeINN=7707083893|KPP=770701001|Sum=12000100"
        "|Purpose=Счёт № 1 от 02.03.2026. В том числе НДС 20000.16 RUB."
    )


def test_the_code_of_a_euro_invoice_is_the_payments_councils(house: House) -> None:
    known = issued(house, seo("1190.10"))
    assert scanned(known, house).split("\n") == [
        "BCD", "002", "1", "SCT", "COBADEFFXXX", "Lighthouse GmbH", "DE89370400440532013000", "EUR1190.1", "", "",
        "Invoice 1 of 02.03.2026. Incl. VAT 190.02 EUR.",
    ]  # fmt: skip


@pytest.mark.parametrize("facts", [{"currency": "USD"}, {"number": "", "bic": ""}])
def test_where_no_bank_could_read_one_there_is_none(house: House, facts: dict[str, str]) -> None:
    company(**facts)
    assert paper.of(issued(house), day=house.day).code == ""


def test_a_draft_and_a_cancelled_one_say_so_and_cannot_be_paid_by_mistake(house: House) -> None:
    draft = paper.of(drafted(house), day=house.day)
    gone = issued(house)
    cancellation.cancel(gone, reason="twice", by=house.vera, at=house.at)
    cancelled = paper.of(gone, day=house.day)
    assert [(one.watermark, one.code) for one in (draft, cancelled)] == [("Draft", ""), ("Cancelled", "")]


def test_what_people_wrote_is_no_markup(house: House) -> None:
    assert "#panic(1) *b* $x$" in said(issued(house, seo("1"), note="#panic(1) *b* $x$"), house)


def test_without_vat_it_says_without_vat(house: House) -> None:
    company(vat="none")
    known = issued(house, seo("10"))
    assert "without VAT" in said(known, house)
    assert paper.of(known, day=house.day).purpose == "Invoice 1 of 02.03.2026. Without VAT."
    assert known.total == Decimal(10)

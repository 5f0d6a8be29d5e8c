"""Acts: of an invoice or a part of it, whose parts come to the whole; numbered without gaps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pypdf import PdfReader

from keepstep.domain.agency import store, template
from keepstep.domain.agency.template import Template
from keepstep.domain.money import act_line, act_making, act_mark, cancellation
from keepstep.domain.money.act import Act, State
from keepstep.domain.money.act_line import ActLine, TooMuch
from keepstep.domain.money.act_making import NotReady
from keepstep.domain.money.act_mark import ActMark, NotSo, Turn
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.numbering import Numbering
from keepstep.outlet.agreement.act import printed
from tests.cast import House
from tests.keepstep.domain.money.bills import OURS, company, drafted, issued, pays, seo


def usual(house: House, language: str = "en") -> Template:
    return template.offered(house.agency, at=house.at).get(kind="act", language=language)


def made(house: House, invoice: Invoice, *quantities: str, **facts: Any) -> Act:
    """Of its lines in their order; without quantities of all that is left."""
    left = act_line.left_of(invoice)
    part = dict(zip(left, map(Decimal, quantities), strict=False)) if quantities else left
    known: dict[str, Any] = {
        "template": usual(house), "day": house.day, "by": house.vera, "at": house.at, "prints": lambda _act: b"%PDF-",
    }  # fmt: skip
    return act_making.make(invoice, part, **{**known, **facts})


def state(known: Act) -> str:
    return Act.objects.with_state().get(pk=known.pk).state


def mark(house: House, known: Act, turn: Turn, minutes: int = 0) -> None:
    act_mark.mark(known, turn, day=house.day, by=house.vera, at=house.at + timedelta(minutes=minutes))


def test_an_act_of_all_comes_to_the_invoice(house: House) -> None:
    invoice = issued(house, seo("1190", n="2"), seo("99.99", n="0.333"))
    known = made(house, invoice)
    assert (known.total, known.net, known.tax) == (invoice.total, invoice.net, invoice.tax)
    assert (known.number, known.year, set(act_line.left_of(invoice).values())) == ("1", 2026, {Decimal("0.000")})


def test_of_what_is_taken_over_nothing_is_left(house: House) -> None:
    invoice = issued(house, seo("100", n="10"))
    made(house, invoice, "4")
    with pytest.raises(TooMuch, match="only 6 are left"):
        made(house, invoice, "7")
    made(house, invoice, "6")
    with pytest.raises(NotReady):
        made(house, invoice)
    assert list(Act.objects.order_by("serial").values_list("serial", "total")) == [
        (1, Decimal("400.00")), (2, Decimal("600.00")),
    ]  # fmt: skip


def test_a_withdrawn_act_gives_its_lines_back_and_keeps_its_number(house: House) -> None:
    invoice = issued(house, seo("100", n="10"))
    known = made(house, invoice)
    mark(house, known, Turn.WITHDRAWN)
    assert made(house, invoice).number == "2"
    assert (Act.objects.count(), Act.objects.standing().count()) == (2, 1)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    price=some.decimals("10", "9999.99", places=2), rate=some.sampled_from([None, "19", "20", "5"]),
    cuts=some.lists(some.integers(1, 999), min_size=1, max_size=5, unique=True), way=some.sampled_from(["in", "top"]),
)  # fmt: skip
def test_however_it_is_parted_the_parts_come_to_the_line(
    house: House, price: Decimal, rate: str | None, cuts: list[int], way: str
) -> None:
    ours = company(name=f"Ours {Invoice.objects.count()}", vat=way)
    invoice = issued(house, seo(str(price), n="1", rate=rate), entity=ours)
    borders = [0, *sorted(cuts), 1000]
    for since, until in pairwise(borders):
        made(house, invoice, f"{(until - since) / 1000:.3f}")
    lines = ActLine.objects.filter(act__invoice=invoice)
    assert sum(one.total for one in lines) == invoice.total
    assert sum(one.tax for one in lines) == invoice.tax


def test_a_draft_and_a_cancelled_invoice_have_none(house: House) -> None:
    with pytest.raises(NotReady):
        made(house, drafted(house))
    gone = issued(house)
    cancellation.cancel(gone, reason="twice", by=house.vera, at=house.at)
    gone.refresh_from_db()
    with pytest.raises(NotReady):
        made(house, gone)


def test_a_paper_that_cannot_be_printed_uses_no_number(house: House) -> None:
    def fails(_act: Act) -> bytes:
        raise ZeroDivisionError

    invoice = issued(house)
    with pytest.raises(ZeroDivisionError):
        made(house, invoice, prints=fails)
    assert Numbering.objects.filter(kind="act").count() == 0
    assert made(house, invoice).serial == 1


def test_a_russian_act_says_what_bookkeepers_look_for(house: House) -> None:
    ours = company(**OURS, position="Генеральный директор", signatory="О. Маяков", number_prefix="М-")
    pays(house.northwind, form="company", name="ООО «Северный ветер»", inn="7701123451", kpp="770101001")
    invoice = issued(house, seo("120000.50", rate="20"), entity=ours, language="ru", basis="Договор № 5")
    known = made(house, invoice, template=usual(house, "ru"), prints=printed)
    pages = PdfReader(BytesIO(store.read(known.digest, agency_id=house.agency.pk))).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    for expected in (
        "Акт сдачи-приёмки оказанных услуг № М-1 от 2 марта 2026 г.", "Основание: Договор № 5; счёт № М-1 от 2 марта",
        "ООО «Маяк»", "ООО «Северный ветер»", "SEO", "120 000,50", "Сто двадцать тысяч рублей 50 копеек",
        "включая НДС 20 000,08", "ИНН 7701123451",
    ):  # fmt: skip
        assert expected in words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


MAY = {
    State.MADE: {Turn.SENT, Turn.SIGNED, Turn.WITHDRAWN}, State.SIGNED: {Turn.UNSIGNED, Turn.FILED},
    State.SENT: {Turn.SIGNED, Turn.WITHDRAWN, Turn.UNSENT}, State.WITHDRAWN: set(),
}  # fmt: skip
WAY = {State.MADE: (), State.SENT: (Turn.SENT,), State.SIGNED: (Turn.SIGNED,), State.WITHDRAWN: (Turn.WITHDRAWN,)}


@pytest.mark.parametrize("stands", WAY)
@pytest.mark.parametrize("turn", Turn)
def test_a_turn_that_is_none_is_refused(house: House, stands: State, turn: Turn) -> None:
    known = made(house, issued(house))
    for before in WAY[stands]:
        mark(house, known, before)
    if turn in MAY[stands]:
        mark(house, known, turn, 1)
        assert state(known) == act_mark.LEAVES[turn]
        return
    with pytest.raises(NotSo):
        mark(house, known, turn, 1)
    assert (state(known), ActMark.objects.count()) == (stands, len(WAY[stands]))


def test_clients_see_what_was_sent_and_stands(house: House) -> None:
    invoice = issued(house, seo("100", n="10"))
    kept, sent, gone = made(house, invoice, "1"), made(house, invoice, "2"), made(house, invoice, "3")
    for known in (sent, gone):
        mark(house, known, Turn.SENT)
    mark(house, gone, Turn.WITHDRAWN, 1)
    assert (list(Act.objects.shown()), kept in Act.objects.standing()) == ([sent], True)
    assert [list(Act.objects.in_state(one)) for one in (State.MADE, State.SENT, State.WITHDRAWN)] == [
        [kept], [sent], [gone],
    ]  # fmt: skip


def test_acts_made_at_once_are_numbered_without_gap_and_take_nothing_over_twice(open_house: House) -> None:
    """Twelve want one of ten."""
    with open_house.agency.entered():
        invoice, known = issued(open_house, seo("100", n="10")), usual(open_house)

    def take(_number: int) -> bool:
        try:
            with open_house.agency.entered():
                made(open_house, Invoice.objects.get(pk=invoice.pk), "1", template=known)
        except (TooMuch, NotReady):
            return False
        finally:
            connections["default"].close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(12))) == [False] * 2 + [True] * 10
    with open_house.agency.entered():
        assert sorted(Act.objects.values_list("serial", flat=True)) == list(range(1, 11))
        assert sum(Act.objects.values_list("total", flat=True)) == invoice.total

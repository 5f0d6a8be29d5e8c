"""A contract: numbered without gaps, kept as it was made, and evidence once both have signed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connections
from pypdf import PdfReader

from keepstep.domain.agency import legal_entity, store, template
from keepstep.domain.money.numbering import Numbering
from keepstep.domain.sales import contract, contract_mark, contract_price, decision, gate, proposal_invoice
from keepstep.domain.sales.contract import Contract, NotReady, State
from keepstep.domain.sales.contract_mark import ContractMark, NotSo
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.talk.document import Refused
from keepstep.formulas.basket import Share
from keepstep.outlet.agreement.contract import printed, title
from tests.cast import House
from tests.keepstep.domain.money.bills import OURS, company
from tests.keepstep.domain.sales.contracts import THEIRS, drawn, usual
from tests.keepstep.domain.sales.deals import begun, prove, stages
from tests.keepstep.domain.sales.proposals import ADA, line, published


def state(known: Contract) -> str:
    return Contract.objects.with_state().get(pk=known.pk).state


def words(known: Contract) -> str:
    content = store.read(known.digest, agency_id=known.agency_id)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def test_each_company_and_year_begins_at_one(house: House) -> None:
    deal, ours = begun(house), company(number_prefix="LH-")
    numbers = [
        drawn(house, deal, entity=entity, day=day).number
        for entity, day in (
            (ours, house.day), (company(name="Other"), house.day), (ours, house.day), (ours, date(2027, 1, 11)),
        )
    ]  # fmt: skip
    assert numbers == ["LH-1/2026", "1/2026", "LH-2/2026", "LH-1/2027"]


def test_the_paper_says_what_lawyers_look_for(house: House) -> None:
    ours = company(**OURS, position="Генеральный директор", signatory="О. Маяков", grounds="Устав")
    known = drawn(
        house, begun(house, currency="RUB"), entity=ours, until=date(2026, 12, 31),
        price=contract_price.of(Decimal("120000.50"), rate=Decimal(22)),
    )  # fmt: skip
    said = words(known)
    for expected in (
        "Договор возмездного оказания услуг № 1/2026", "от 2 марта 2026 г.", "ООО «Маяк»", "ООО «Северный ветер»",
        "разработка сайта", "Сто двадцать тысяч рублей 50 копеек",
        "в том числе НДС 22 %", "21 639,43 ₽", "Двадцать одна тысяча шестьсот тридцать девять рублей 43 копейки",
        "Срок его действия: 31 декабря 2026",
        "ИНН 7707083893", "ИНН 7701123451", "Инес Браун", "О. Маяков",
    ):  # fmt: skip
        assert expected in said
    assert "{" not in said


def test_what_is_kept_stays_whatever_changes(house: House) -> None:
    known = drawn(house, begun(house))
    legal_entity.amend(known.entity, name="Lighthouse AG", form="abroad", currency="EUR")
    template.write(known.text.template, name="Договор", text="Nothing", by=house.oleg, at=house.at + timedelta(1))
    again = Contract.objects.get(pk=known.pk)
    assert (again.ours["name"], again.theirs["inn"]) == ("Lighthouse GmbH", "7701123451")
    assert again.text.text == template.usual("contract", "ru")
    assert store.digest_of(store.read(again.digest, agency_id=house.agency.pk)) == again.digest
    assert drawn(house, begun(house), entity=again.entity).text.text == "Nothing"


def test_a_paper_that_cannot_be_printed_uses_no_number(house: House) -> None:
    def fails(_contract: Contract) -> bytes:
        raise ZeroDivisionError

    company()
    with pytest.raises(ZeroDivisionError):
        drawn(house, begun(house), prints=fails)
    assert (Numbering.objects.count(), drawn(house, begun(house)).serial) == (0, 1)


def test_signed_it_is_the_evidence_of_its_gate(house: House) -> None:
    deal = begun(house)
    prove(house, deal, Gate.AGREED)
    known = drawn(house, deal)
    with pytest.raises(gate.GateShut):
        gate.pass_to(deal, stages(house)[Gate.CONTRACTED], by=house.vera, at=house.at)
    contract_mark.sign(known, day=house.day, file=("signed.pdf", b"%PDF-"), by=house.vera, at=house.at)
    proof = Evidence.objects.get(gate=Gate.CONTRACTED)
    assert (proof.source, proof.day, proof.file_name) == (f"contract:{known.pk}", house.day, "signed.pdf")
    assert gate.pass_to(deal, stages(house)[Gate.CONTRACTED], by=house.vera, at=house.at)
    contract_mark.unsign(known, day=house.day, by=house.vera, at=house.at + timedelta(minutes=1))
    deal.refresh_from_db()
    assert (state(known), deal.stage.gate) == (State.WAITING, Gate.AGREED)


def test_a_file_that_is_none_we_take_signs_nothing(house: House) -> None:
    known = drawn(house, begun(house))
    with pytest.raises(Refused):
        contract_mark.sign(known, day=house.day, file=("run.exe", b"MZ\x90\0"), by=house.vera, at=house.at)
    assert (state(known), list(Evidence.objects.all())) == (State.WAITING, [])


TURNS: dict[str, Any] = {
    "sign": contract_mark.sign, "unsign": contract_mark.unsign, "withdraw": contract_mark.withdraw,
    "put_back": contract_mark.put_back, "end": contract_mark.end,
}  # fmt: skip
MAY = {
    State.WAITING: {"sign", "withdraw"}, State.SIGNED: {"unsign", "end"}, State.WITHDRAWN: {"put_back"},
    State.ENDED: set(),
}  # fmt: skip
WAYS = {State.WAITING: (), State.SIGNED: ("sign",), State.WITHDRAWN: ("withdraw",), State.ENDED: ("sign", "end")}


def turn(house: House, known: Contract, name: str, minutes: int) -> None:
    more = {"note": "They closed."} if name == "end" else {}
    TURNS[name](known, day=house.day, by=house.vera, at=house.at + timedelta(minutes=minutes), **more)


@pytest.mark.parametrize("stands", WAYS)
@pytest.mark.parametrize("name", TURNS)
def test_a_turn_that_is_none_is_refused(house: House, stands: State, name: str) -> None:
    known = drawn(house, begun(house))
    for minutes, before in enumerate(WAYS[stands]):
        turn(house, known, before, minutes)
    marks = ContractMark.objects.count()
    if name in MAY[stands]:
        turn(house, known, name, 9)
        assert ContractMark.objects.count() == marks + 1
        return
    with pytest.raises(NotSo):
        turn(house, known, name, 9)
    assert (state(known), ContractMark.objects.count()) == (stands, marks)


def test_contracts_are_found_by_their_state(house: House) -> None:
    waiting, signed = drawn(house, begun(house)), drawn(house, begun(house))
    turn(house, signed, "sign", 1)
    for found, name in (([waiting], State.WAITING), ([signed], State.SIGNED), ([], State.ENDED)):
        assert list(Contract.objects.in_state(name)) == found
    turn(house, signed, "unsign", 2)
    assert set(Contract.objects.in_state(State.WAITING)) == {waiting, signed}


def test_an_addendum_is_numbered_within_its_contract(house: House) -> None:
    known = drawn(house, begun(house))
    made = [
        contract.add_to(
            known, template=usual(house, "addendum"), day=house.day, subject="ещё и блог", by=house.vera, at=house.at,
            prints=printed,
        )
        for _time in range(2)
    ]  # fmt: skip
    assert [(one.number, one.serial, one.theirs["name"]) for one in made] == [
        ("1/2026–1", 1, THEIRS["name"]), ("1/2026–2", 2, THEIRS["name"]),
    ]  # fmt: skip
    assert "к договору № 1/2026 от 2 марта 2026 г." in words(made[0])
    contract_mark.sign(made[0], day=house.day, by=house.vera, at=house.at)
    assert list(Evidence.objects.all()) == []
    assert drawn(house, begun(house)).number == "2/2026"
    assert title(made[1]) == "Addendum No 2 to contract No 1/2026"


def test_nothing_is_made_in_the_name_of_a_closed_company(house: House) -> None:
    ours = company()
    legal_entity.close(ours, at=house.at)
    with pytest.raises(NotReady):
        drawn(house, begun(house), entity=ours)


def test_contracts_drawn_up_at_once_are_numbered_without_gap(open_house: House) -> None:
    """Every fifth comes to nothing."""
    with open_house.agency.entered():
        ours, deal = company(), begun(open_house)
        known = usual(open_house, "contract")

    def draw(number: int) -> None:
        def prints(_contract: Contract) -> bytes:
            if number % 5 == 0:
                raise ZeroDivisionError
            return b"%PDF-" + str(number).encode()

        try:
            with open_house.agency.entered():
                drawn(open_house, deal, entity=ours, template=known, prints=prints)
        except ZeroDivisionError:
            pass
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(draw, range(40)))
    with open_house.agency.entered():
        assert sorted(Contract.objects.values_list("serial", flat=True)) == list(range(1, 33))


def test_the_vat_is_said_in_both_languages_and_taken_from_what_was_accepted(house: House) -> None:
    ours = company(vat="top")
    lines = (line("SEO", "1000", n="3", off="10"), line("Blog", "333.33"))
    version = published(house, *lines, deal=begun(house))
    decision.accept(version, who=ADA, at=house.at)
    deal = version.proposal.deal
    assert contract_price.accepted_of(deal) == version
    price = contract_price.of_version(version)
    assert (price.total, price.tax, price.rate) == (version.total, version.tax, Decimal(19))
    known = drawn(house, deal, entity=ours, price=price, template=usual(house, "contract", "en"))
    assert "including VAT at 19 %, €576.33 (" in words(known)
    free = drawn(house, deal, entity=ours, price=contract_price.of(Decimal(100), rate=None))
    assert "НДС не облагается" in words(free)
    mixed = published(house, *lines, line("Print", "100", rate="7"), deal=begun(house))
    several = contract_price.of_version(mixed)
    assert (several.rate, contract_price.has_several_rates(mixed)) == (None, True)
    said = words(drawn(house, deal, entity=ours, price=several, template=usual(house, "contract", "en")))
    assert "including VAT 19 % €576.33, VAT 7 % €7.00, VAT in all €583.33 (" in said


def test_the_vat_of_several_rates_is_said_by_rate_to_the_kopeck(house: House) -> None:
    ours, deal = company(vat="in", currency="RUB"), begun(house, currency="RUB")
    lines = (line("Сайт", "7200", rate="20"), line("Книга", "3300", rate="10"), line("Вход", "500", rate=""))
    price = contract_price.of_version(published(house, *lines, deal=deal, vat="in"))
    assert price.shares == (
        Share(Decimal(20), Decimal("7200.00"), Decimal("1200.00")),
        Share(Decimal(10), Decimal("3300.00"), Decimal("300.00")),
        Share(None, Decimal("500.00"), Decimal("0.00")),
    )
    known = drawn(house, deal, entity=ours, price=price)
    assert Contract.objects.get().shares == price.shares
    assert (
        "11 000,00 ₽ (Одиннадцать тысяч рублей 00 копеек), в том числе НДС 20 % 1 200,00 ₽, НДС 10 % 300,00 ₽,"
        " всего НДС 1 500,00 ₽ (Одна тысяча пятьсот рублей 00 копеек), 500,00 ₽ без НДС"
    ) in words(known)


def test_beside_one_rate_what_is_without_vat_is_said_too(house: House) -> None:
    ours, deal = company(vat="in"), begun(house)
    lines = (line("Site", "1200", rate="20"), line("Visit", "300", rate=""))
    price = contract_price.of_version(published(house, *lines, deal=deal, vat="in"))
    assert (price.rate, [one.total for one in price.shares]) == (None, [Decimal("1200.00"), Decimal("300.00")])
    said = words(drawn(house, deal, entity=ours, price=price, template=usual(house, "contract", "en")))
    assert "including VAT at 20 %, €200.00 (Two hundred euro 00 cents), €300.00 without VAT" in said


def test_invoices_name_the_contract_in_force(house: House) -> None:
    company(vat="top")
    deal = begun(house, account=house.northwind)
    version = published(house, deal=deal)
    said, _is_news = decision.accept(version, who=ADA, at=house.at)
    waiting = drawn(house, deal)
    assert contract.basis(house.northwind) == ""
    contract_mark.sign(waiting, day=house.day, by=house.vera, at=house.at)
    assert contract.basis(house.northwind) == "Contract No 1/2026 of 2 March 2026"
    assert proposal_invoice.draft(said, by=house.vera, at=house.at).basis == "Contract No 1/2026 of 2 March 2026"
    contract_mark.end(waiting, day=house.day, note="Done", by=house.vera, at=house.at + timedelta(minutes=1))
    assert contract.basis(house.northwind) == ""

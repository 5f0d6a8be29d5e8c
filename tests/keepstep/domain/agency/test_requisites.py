"""Requisites: what is wrong is said at its field."""

import pytest

from keepstep.domain.agency.requisites import WrongRequisites, verified

BAKERY = {
    "form": "company", "name": "ООО «Пекарня»", "inn": "7707083893", "kpp": "773601001", "ogrn": "1027700132195",
    "bic": "044525225", "number": "40702810438000060473", "correspondent": "30101810400000000225",
}  # fmt: skip
STUDIO = {"form": "abroad", "name": "Studio GmbH", "bic": "DEUTDEFF", "number": "DE89370400440532013000"}
TRADER = {"form": "trader", "name": "ИП Иванов", "inn": "500100732259", "ogrn": "304500116000157"}


def faulty(facts: dict[str, str], **wrong: str) -> list[str]:
    try:
        verified({**facts, **wrong})
    except WrongRequisites as why:
        return sorted(why.faults)
    return []


@pytest.mark.parametrize("facts", [BAKERY, STUDIO, TRADER])
def test_what_is_right_is_kept_without_its_spaces(facts: dict[str, str]) -> None:
    spaced = {name: f" {said[:3]} {said[3:]}" if name in ("inn", "number") else said for name, said in facts.items()}
    assert {name: verified(spaced)[name] for name in facts} == facts


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("inn", "7707083894"), ("inn", "770708389"), ("inn", ""), ("inn", "500100732259"), ("kpp", "77360100"),
        ("ogrn", "1027700132196"), ("ogrn", "304500116000157"), ("bic", "44525225"), ("bic", ""),
        ("number", "40702810538000060473"), ("number", "4070281043800006047"),
        ("correspondent", "30101810400000000226"),
    ],
)  # fmt: skip
def test_a_wrong_number_of_a_russian_company_is_said_at_its_field(field: str, wrong: str) -> None:
    assert faulty(BAKERY, **{field: wrong}) == [field]


@pytest.mark.parametrize(
    ("field", "wrong"), [("number", "DE89370400440532013001"), ("number", "DE8937040044053201300"), ("bic", "DEUT")]
)
def test_a_wrong_iban_or_bic_is_said_at_its_field(field: str, wrong: str) -> None:
    assert faulty(STUDIO, **{field: wrong}) == [field]


@pytest.mark.parametrize(("field", "longest"), [("tax_number", 30), ("number", 34)])
def test_a_number_that_does_not_fit_is_said_at_its_field(field: str, longest: int) -> None:
    assert faulty(STUDIO, **{field: "7" * longest}) == []
    assert faulty(STUDIO, **{field: "7" * (longest + 1)}) == [field]


def test_an_account_that_is_no_iban_is_believed() -> None:
    assert faulty(STUDIO, number="000123456789") == []


def test_a_public_body_is_paid_at_the_treasury() -> None:
    treasury = {"number": "03100643000000018500", "bic": "017003983", "correspondent": "40102810445370000059"}
    assert faulty(BAKERY, **treasury) == []


def test_a_form_has_only_its_own_numbers() -> None:
    kept = verified({**BAKERY, **TRADER, "kpp": "773601001"})
    assert (kept["kpp"], kept["ogrn"]) == ("", TRADER["ogrn"])
    assert verified({**STUDIO, "inn": "7707083893"})["inn"] == ""

"""The dossier: dated words, confirmed, taken back, never a password; and what a brief has said already (§4)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.agency import own_list
from keepstep.domain.clients import dossier, dossier_field
from keepstep.domain.clients.dossier import DossierEntry, HoldsSecret
from keepstep.domain.clients.dossier_field import USUAL, DossierField
from tests.cast import House

DAY = timedelta(days=1)
Word = tuple[str, str, bool]


def fields(house: House) -> dict[str, DossierField]:
    return {one.code: one for one in dossier_field.offered(house.agency)}


def words(house: House) -> list[Word]:
    """What stands: the field's code, the words, whether they are fresh."""
    known = DossierEntry.objects.standing().filter(account=house.northwind).select_related("field")
    return sorted((one.field.code, one.words, one.is_fresh(house.at)) for one in known)


def test_an_agency_begins_with_the_usual_fields_once_in_its_language_and_changes_them(house: House) -> None:
    assert [one.code for one in dossier_field.offered(house.agency)] == [code for code, _name, _hint in USUAL]
    sells = fields(house)["sells"]
    own_list.amend(sells, name="Products", hint="")
    own_list.close(fields(house)["came"], at=house.at)
    own_list.add(DossierField, name="Warehouse")
    asked = [one.name for one in dossier_field.offered(house.agency)]
    assert (len(asked), asked[0], asked[-1]) == (len(USUAL), "Products", "Warehouse")


def test_a_word_replaces_the_one_before_and_the_same_word_confirms_it(house: House) -> None:
    sells = fields(house)["sells"]
    dossier.write(house.northwind, sells, words=" Cakes ", by=house.vera, at=house.at - 91 * DAY)
    assert words(house) == [("sells", "Cakes", False)]
    dossier.confirm(house.northwind, sells, by=house.oleg, at=house.at - 90 * DAY)
    assert words(house) == [("sells", "Cakes", True)]
    dossier.write(house.northwind, sells, words="Cakes and bread", by=house.vera, at=house.at)
    assert words(house) == [("sells", "Cakes and bread", True)]
    history = DossierEntry.objects.history().values_list("words", "by__name")
    assert list(history) == [("Cakes and bread", "Vera"), ("Cakes", "Oleg"), ("Cakes", "Vera")]


def test_what_nobody_knows_is_not_confirmed(house: House) -> None:
    sells = fields(house)["sells"]
    assert dossier.confirm(house.northwind, sells, by=house.vera, at=house.at) is None
    dossier.write(house.northwind, sells, words="Cakes", by=house.vera, at=house.at)
    dossier.write(house.northwind, sells, words="", by=house.vera, at=house.at + DAY)
    assert dossier.confirm(house.northwind, sells, by=house.vera, at=house.at + 2 * DAY) is None


def test_a_slip_is_taken_back_once_and_only_while_it_stands(house: House) -> None:
    sells = fields(house)["sells"]
    first = dossier.write(house.northwind, sells, words="Cakes", by=house.vera, at=house.at - DAY)
    second = dossier.write(house.northwind, sells, words="Bread", by=house.vera, at=house.at)
    assert dossier.undo(first, at=house.at) is False
    assert (dossier.undo(second, at=house.at), dossier.undo(second, at=house.at)) == (True, False)
    assert words(house) == [("sells", "Cakes", True)]
    assert dossier.undo(first, at=house.at) is True
    assert words(house) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["Cakes", "Bread", "", "confirm", "undo"]), max_size=9))
def test_whatever_is_said_one_word_stands_and_undoing_gives_back_the_one_before(house: House, acts: list[str]) -> None:
    """Beside a list that is kept by hand."""
    DossierEntry.objects.all().delete()
    sells, at = fields(house)["sells"], house.at
    by_hand: list[str] = []
    for act in acts:
        at += timedelta(minutes=1)
        standing = DossierEntry.objects.standing().filter(account=house.northwind).first()
        if act == "undo":
            if standing:
                dossier.undo(standing, at=at)
                by_hand.pop()
        elif act == "confirm":
            if dossier.confirm(house.northwind, sells, by=house.vera, at=at):
                by_hand.append(by_hand[-1])
        else:
            dossier.write(house.northwind, sells, words=act, by=house.vera, at=at)
            by_hand.append(act)
        assert [one.words for one in DossierEntry.objects.standing()] == by_hand[-1:]
        assert [one.words for one in DossierEntry.objects.history()] == by_hand[::-1]


@pytest.mark.parametrize("words", ["admin, password: hunter2", "Пароль — 12345", "Hosting\npwd=x", "Passwort: geheim"])
def test_a_password_is_refused(house: House, words: str) -> None:
    with pytest.raises(HoldsSecret):
        dossier.write(house.northwind, fields(house)["places"], words=words, by=house.vera, at=house.at)


@pytest.mark.parametrize("words", ["Passwords are with Tom", "The password is kept by Tom", "Пароли у Тома"])
def test_who_holds_the_access_may_be_said(house: House, words: str) -> None:
    assert dossier.write(house.northwind, fields(house)["places"], words=words, by=house.vera, at=house.at)


def test_what_was_said_before_fills_only_what_nobody_knows(house: House) -> None:
    dossier.write(house.northwind, fields(house)["sells"], words="Cakes", by=house.vera, at=house.at)
    said = {"sells": "Bread", "customers": "Brides", "places": "password: x", "unheard": "?", "success": "  "}
    assert dossier.prefill(house.northwind, said, agency=house.agency, source="brief", at=house.at) == 1
    assert words(house) == [("customers", "Brides", True), ("sells", "Cakes", True)]

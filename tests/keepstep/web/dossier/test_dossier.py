"""The dossier's page: written in place, confirmed by a click, taken back for ten seconds; passwords are refused."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import dossier, dossier_field
from keepstep.domain.clients.dossier import DossierEntry
from keepstep.domain.clients.dossier_field import DossierField
from tests.cast import House

Of = Callable[[Person], Client]
HX = {"HX-Request": "true"}


def sells(house: House) -> DossierField:
    field: DossierField = dossier_field.offered(house.agency).get(code="sells")
    return field


def where(house: House, *more: object) -> str:
    return f"/accounts/{house.northwind.pk}/dossier/{''.join(f'{one}/' for one in more)}"


def page(client: Client, house: House) -> str:
    return " ".join(client.get(where(house)).content.decode().split())


def test_of_a_new_client_it_says_what_is_asked(house: House, client_of: Of) -> None:
    shown = page(client_of(house.vera), house)
    assert "0 of 12 known, 0 confirmed within 90 days" in shown
    assert "The main things, and what brings the most." in shown
    assert "Fill the next gap" in shown


def test_what_is_written_stands_there_with_its_day_and_who(house: House, client_of: Of) -> None:
    vera, field = client_of(house.vera), sells(house)
    form = vera.get(where(house, field.pk), headers=HX).content.decode()
    assert (form.count("<textarea"), "<html" in form) == (1, False)
    answer = vera.post(where(house, field.pk), {"words": "Cakes <b>"}, headers=HX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#page")
    shown = page(vera, house)
    assert "1 of 12 known, 1 confirmed within 90 days" in shown
    assert "Cakes &lt;b&gt;" in shown
    assert ", Vera</small>" in shown


def test_one_click_confirms_what_nobody_has_for_long_and_undo_takes_it_back(house: House, client_of: Of) -> None:
    vera, field, at = client_of(house.vera), sells(house), timezone.now()
    dossier.write(house.northwind, field, words="Cakes", by=house.oleg, at=at - timedelta(days=99))
    assert "not confirmed for 90 days" in page(vera, house)
    vera.post(where(house, field.pk, "confirmation"))
    shown = page(vera, house)
    assert ("not confirmed for 90 days" in shown, "What was said before" in shown) == (False, True)
    last = DossierEntry.objects.standing().get()
    vera.post(f"/dossier/{last.pk}/undoing/")
    assert "not confirmed for 90 days" in page(vera, house)
    here = {**HX, "HX-Current-URL": f"http://testserver{where(house)}"}
    assert vera.post(f"/dossier/{last.pk}/undoing/", headers=here).status_code == 422


def test_a_password_is_refused_where_one_writes_it(house: House, client_of: Of) -> None:
    answer = client_of(house.vera).post(where(house, sells(house).pk), {"words": "Password: 123"}, headers=HX)
    assert answer.status_code == 422
    assert "No passwords here" in answer.content.decode()
    assert not DossierEntry.objects.exists()


def test_what_is_asked_no_more_keeps_its_words(house: House, client_of: Of) -> None:
    field = sells(house)
    dossier.write(house.northwind, field, words="Cakes", by=house.oleg, at=timezone.now())
    oleg = client_of(house.oleg)
    oleg.post(f"/settings/dossier-fields/{field.pk}/closing/")
    shown = page(oleg, house)
    assert "0 of 11 known" in shown
    assert "Asked no more" in shown
    assert "Cakes" in shown


def test_without_scripts_it_is_a_page_of_its_own(house: House, client_of: Of) -> None:
    vera, field = client_of(house.vera), sells(house)
    assert "<html" in vera.get(where(house, field.pk)).content.decode()
    answer = vera.post(where(house, field.pk), {"words": "Cakes"})
    assert (answer.status_code, answer.headers["Location"]) == (302, where(house))

"""The catalogue and our companies, as own management keeps them."""

from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.service import Service
from keepstep.domain.agency.vat_rate import VatRate
from keepstep.domain.clients.payer import Payer
from tests.cast import House

In = Callable[[Person], Client]
SEO = {"name": "SEO", "unit": "month", "price": "1000.50", "currency": "eur", "is_recurring": "on"}
STUDIO = {"form": "abroad", "name": "Lighthouse GmbH", "vat": "top", "currency": "EUR"}


def test_a_service_is_offered_and_no_more_and_again(house: House, client_of: In) -> None:
    oleg = client_of(house.oleg)
    assert oleg.post(reverse("service_new"), SEO).status_code == 302
    known = Service.objects.get()
    assert (known.name, known.price, known.currency, known.rate) == ("SEO", Decimal("1000.50"), "EUR", None)
    oleg.post(reverse("service_close", args=[known.pk]))
    assert list(Service.objects.filter(closed_at=None)) == []
    oleg.post(reverse("service_reopen", args=[known.pk]))
    assert list(Service.objects.filter(closed_at=None)) == [known]


def test_the_catalogue_has_a_name_once(house: House, client_of: In) -> None:
    oleg = client_of(house.oleg)
    oleg.post(reverse("service_new"), SEO)
    answer = oleg.post(reverse("service_new"), SEO)
    assert (answer.status_code, Service.objects.count()) == (422, 1)
    assert "The catalogue has this name already." in answer.content.decode()


def test_a_service_is_not_renamed_to_another_s_name(house: House, client_of: In) -> None:
    oleg = client_of(house.oleg)
    for name in ("SEO", "Ads"):
        oleg.post(reverse("service_new"), {**SEO, "name": name})
    ads = Service.objects.get(name="Ads")
    assert oleg.post(reverse("service", args=[ads.pk]), SEO).status_code == 422
    assert oleg.post(reverse("service", args=[ads.pk]), {**SEO, "name": "Ads", "price": "7"}).status_code == 302
    assert Service.objects.get(name="Ads").price == 7


def test_a_price_below_nothing_and_an_unknown_currency_are_said_at_their_fields(house: House, client_of: In) -> None:
    answer = client_of(house.oleg).post(reverse("service_new"), {**SEO, "price": "-1", "currency": "XXZ"})
    assert (answer.status_code, answer.content.decode().count("field-fault")) == (422, 2)


def test_a_rate_is_added_once_and_ends(house: House, client_of: In) -> None:
    oleg = client_of(house.oleg)
    oleg.get(reverse("catalogue"))
    assert oleg.post(reverse("rate_new"), {"percent": "19"}).status_code == 302
    assert oleg.post(reverse("rate_new"), {"percent": "19"}).status_code == 422
    rate = VatRate.objects.get(percent=19)
    oleg.post(reverse("rate_end", args=[rate.pk]), {"until": "2026-12-31"})
    assert str(VatRate.objects.get(pk=rate.pk).until) == "2026-12-31"


def test_a_company_of_ours_says_what_is_wrong_at_its_field(house: House, client_of: In) -> None:
    oleg = client_of(house.oleg)
    assert oleg.post(reverse("company_new"), STUDIO).status_code == 302
    answer = oleg.post(reverse("company_new"), {**STUDIO, "form": "company", "inn": "7707083894"})
    assert (answer.status_code, LegalEntity.objects.count()) == (422, 1)
    assert "a digit is wrong" in answer.content.decode()


def test_the_client_s_company_stands_on_its_page(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    vera.post(reverse("payer_new", args=[house.northwind.pk]), {"form": "abroad", "name": "Northwind Ltd"})
    known = Payer.objects.get()
    assert "Northwind Ltd" in vera.get(reverse("account", args=[house.northwind.pk])).content.decode()
    vera.post(reverse("payer_close", args=[known.pk]))
    assert list(Payer.objects.filter(closed_at=None)) == []
    vera.post(reverse("payer_reopen", args=[known.pk]))
    assert list(Payer.objects.filter(closed_at=None)) == [known]

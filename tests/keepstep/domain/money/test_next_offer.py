"""Next offers are looked for every night: what begins and what ends is dated."""

from datetime import timedelta

from keepstep.domain.clients import account
from keepstep.domain.clients.account import State
from keepstep.domain.money import next_offer
from keepstep.domain.money.next_offer import NextOffer
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import issued, pays
from tests.keepstep.domain.money.plans import of, sells


def crowd(house: House) -> None:
    """Five clients buy both, Northwind and one more SEO alone, one something else."""
    seo, content = sells("SEO"), sells("Content")
    issued(house, of(seo, "100"))
    for n in range(6):
        other = welcome(f"Client {n}", manager=house.vera)
        pays(other)
        issued(house, of(seo, "100"), *([of(content, "50")] if n else []), account=other)
    alone = welcome("Alone", manager=house.vera)
    pays(alone)
    issued(house, of(sells("Ads"), "70"), account=alone)


def told() -> list[tuple[str, str, int, int, object]]:
    found = NextOffer.objects.order_by("account__name", "since").select_related("account", "service")
    return [(one.account.name, one.service.name, one.joint, one.buyers, one.until) for one in found]


def test_who_has_not_bought_it_is_offered_it(house: House) -> None:
    crowd(house)
    next_offer.look(agency=house.agency, day=house.day)
    assert told() == [("Client 0", "Content", 5, 7, None), ("Northwind Bakery", "Content", 5, 7, None)]


def test_looking_again_changes_nothing(house: House) -> None:
    crowd(house)
    next_offer.look(agency=house.agency, day=house.day)
    before = list(NextOffer.objects.order_by("pk").values())
    next_offer.look(agency=house.agency, day=house.day + timedelta(days=1))
    assert list(NextOffer.objects.order_by("pk").values()) == before


def test_bought_or_gone_it_is_no_offer_any_more(house: House) -> None:
    crowd(house)
    next_offer.look(agency=house.agency, day=house.day)
    content = NextOffer.objects.all()[0].service
    issued(house, of(content, "10"))
    account.become(welcome("Late", manager=house.vera), State.CHURNED, by=house.vera, at=house.at)
    tomorrow = house.day + timedelta(days=1)
    next_offer.look(agency=house.agency, day=tomorrow)
    assert told() == [("Client 0", "Content", 6, 7, None), ("Northwind Bakery", "Content", 5, 7, tomorrow)]


def test_what_is_sold_no_more_is_not_offered(house: House) -> None:
    crowd(house)
    from keepstep.domain.agency.service import Service, close  # only here

    close(Service.objects.get(name="Content"), at=house.at)
    next_offer.look(agency=house.agency, day=house.day)
    assert told() == []

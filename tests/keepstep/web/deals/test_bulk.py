"""One act on several deals: by the verbs of one, with a review of what was refused, and undo."""

import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.waiver import Waiver
from keepstep.round import run
from keepstep.round.item import open_of
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, prove, stages, too_dear

Of = Callable[[Person], Client]


@pytest.fixture
def lena(house: House) -> Person:
    return join("Lena", Role.SALES, head=house.oleg)


def undo(client: Client, page: str) -> str:
    """What the review's button sends."""
    act = re.search(r'name="act" value="(\w+)"', page)
    pairs = re.findall(r'name="deal" value="([^"]+)"', page)
    return client.post("/deals/several/return/", {"act": act[1] if act else "", "deal": pairs}).content.decode()


@pytest.mark.parametrize("ends", [one for one in Gate if one])
def test_no_deal_without_evidence_goes_with_the_others(house: House, lena: Person, client_of: Of, ends: Gate) -> None:
    ready, bare = begun(house, title="Ready"), begun(house, title="Bare")
    prove(house, ready, ends)
    said = {"act": "move", "deal": [ready.pk, bare.pk], "stage": stages(house)[ends].pk, "reason": "Please"}
    page = client_of(lena).post("/deals/several/", said).content.decode()
    assert ("Done: 1." in page, "There is no evidence yet" in page) == (True, True)
    gates = dict(Deal.objects.values_list("title", "stage__gate"))
    assert gates == {"Ready": ends, "Bare": Gate.NEW}
    assert not Waiver.objects.exists()
    assert "Done: 1." in undo(client_of(lena), page)
    assert set(Deal.objects.values_list("stage__gate", flat=True)) == {Gate.NEW}


def test_a_head_passes_several_with_one_written_reason(house: House, client_of: Of) -> None:
    keys = [begun(house).pk, begun(house).pk]
    said = {"act": "move", "deal": keys, "stage": stages(house)[Gate.CLARIFIED].pk, "reason": "A frame contract."}
    client_of(house.oleg).post("/deals/several/", said)
    assert list(Waiver.objects.values_list("reason", flat=True)) == ["A frame contract."] * 2


def test_several_are_lost_and_opened_again(house: House, lena: Person, client_of: Of) -> None:
    keys, client = [begun(house).pk, begun(house).pk], client_of(lena)
    assert client.post("/deals/several/", {"act": "lose", "deal": keys}).status_code == 422
    page = client.post("/deals/several/", {"act": "lose", "deal": keys, "reason": too_dear(house).pk}).content.decode()
    assert Deal.objects.lost().count() == 2
    undo(client, page)
    assert Deal.objects.open().count() == 2


def test_several_are_given_and_go_back_to_whose_they_were(house: House, lena: Person, client_of: Of) -> None:
    hers, his = begun(house), begun(house, person=house.oleg)
    client = client_of(lena)
    said = {"act": "give", "deal": [hers.pk, his.pk], "person": lena.pk}
    page = client.post("/deals/several/", said).content.decode()
    assert Deal.objects.of(lena).count() == 2
    again = client.post("/deals/several/", said).content.decode()
    assert "It is so already." in again
    undo(client, page)
    assert (Deal.objects.of(house.vera).get(), Deal.objects.of(house.oleg).get()) == (hers, his)


def test_what_is_out_of_sight_or_nonsense_is_left_alone(house: House, client_of: Of) -> None:
    other = begun(house, person=house.oleg)
    vera = client_of(house.vera)
    said = {"act": "lose", "deal": [other.pk, "zzz"], "reason": too_dear(house).pk}
    assert vera.post("/deals/several/", said)["Location"] == "/deals/list/"
    assert client_of(house.oleg).get(f"/deals/several/?act=burn&deal={other.pk}").status_code == 302
    assert Deal.objects.open().get() == other


def test_several_lost_deals_leave_today_at_once(house: House, client_of: Of) -> None:
    made = begun(house)
    with patch("django.utils.timezone.now", return_value=house.at):
        run.run(day=house.day, at=house.at)
        assert [item.duty for item in open_of(house.vera).filter(deal=made)] == ["deal_step"]
        said = {"act": "lose", "deal": [made.pk], "reason": too_dear(house).pk}
        client_of(house.vera).post("/deals/several/", said)
    assert list(open_of(house.vera).filter(deal=made)) == []

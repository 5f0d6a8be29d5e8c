"""A client leaves for one of the agency's reasons, which are its own list."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from keepstep.domain.agency import own_list
from keepstep.domain.agency.person import Person
from keepstep.domain.clients import account
from keepstep.domain.clients.account import AccountState, State
from keepstep.domain.clients.churn_reason import ChurnReason
from tests.cast import House

Of = Callable[[Person], Client]


def dear(house: House) -> ChurnReason:
    found: ChurnReason = own_list.offered(ChurnReason, house.agency).get(name="Too expensive")
    return found


def test_who_lets_a_client_go_is_asked_why(house: House, client_of: Of) -> None:
    why, oleg = dear(house), client_of(house.oleg)
    where = f"/accounts/{house.northwind.pk}/state/?state=churned"
    assert "Heard too little from us" in oleg.get(where).content.decode()
    assert oleg.post(where, {"reason": "They said so"}).status_code == 422
    oleg.post(where, {"because": str(why.pk), "reason": "The rent rose"})
    left = AccountState.objects.get(account=house.northwind, until=None)
    assert (left.state, left.because, left.reason) == (State.CHURNED, why, "The rent rose")
    page = oleg.get(f"/accounts/{house.northwind.pk}/").content.decode()
    assert "Too expensive: The rent rose" in page


def test_a_pause_asks_for_words_only(house: House, client_of: Of) -> None:
    oleg, where = client_of(house.oleg), f"/accounts/{house.northwind.pk}/state/?state=paused"
    assert "Too expensive" not in oleg.get(where).content.decode()
    assert oleg.post(where, {"reason": ""}).status_code == 422


def test_only_who_left_has_a_reason_for_it(house: House) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        account.become(house.northwind, State.PAUSED, by=house.oleg, at=house.at, because=dear(house))


def test_reasons_are_the_agencys_own(house: House, client_of: Of) -> None:
    why, oleg = dear(house), client_of(house.oleg)
    assert oleg.post("/settings/churn-reasons/new/", {"name": "Moved abroad"})["Location"] == "/settings/clients/"
    oleg.post(f"/settings/churn-reasons/{why.pk}/closing/")
    asked = oleg.get(f"/accounts/{house.northwind.pk}/state/?state=churned").content.decode()
    assert ("Moved abroad</option>" in asked, "Too expensive</option>" in asked) == (True, False)
    page = oleg.get("/settings/clients/").content.decode()
    assert ("Moved abroad" in page, "Too expensive" in page) == (True, True)

"""Own management looks after its people: where their letters go is mended in the settings."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency import digest, notification, parcel, person
from keepstep.domain.agency.digest import Digest
from keepstep.domain.agency.login import Login
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Person, Role
from tests.cast import House

In = Callable[[Person], Client]
NEW = "vera.lind@lighthouse.test"


def of(one: Person) -> str:
    return reverse("person", args=[one.pk])


def filled(one: Person, **facts: str) -> dict[str, object]:
    return {"name": one.name, "roles": one.roles, "email": one.email, **facts}


def test_a_colleagues_address_is_changed_and_a_link_to_sign_in_goes_there(house: House, client_of: In) -> None:
    vera, former = client_of(house.vera), house.vera.login
    client_of(house.oleg).post(of(house.vera), filled(house.vera, email=" Vera.Lind@lighthouse.test"))
    assert Person.objects.get(pk=house.vera.pk).email == NEW
    assert [letter.to for letter in mail.outbox] == [[NEW]]
    # The former log-in may be somebody's in another agency: it is as it was, and opens nothing here.
    assert Login.objects.get(pk=former.pk).email == "vera@lighthouse.test"
    assert vera.get("/").status_code == 302


def test_unchanged_nothing_is_mailed(house: House, client_of: In) -> None:
    client_of(house.oleg).post(of(house.vera), filled(house.vera, name="Vera Lind"))
    assert (Person.objects.get(pk=house.vera.pk).name, mail.outbox) == ("Vera Lind", [])


def test_an_address_of_a_colleague_is_refused_at_its_field_and_nothing_is_saved(house: House, client_of: In) -> None:
    answer = client_of(house.oleg).post(of(house.vera), filled(house.vera, email="pavel@lighthouse.test", name="V"))
    assert answer.status_code == 422
    assert "pavel@lighthouse.test already belongs to a person of the agency." in answer.content.decode()
    assert Person.objects.get(pk=house.vera.pk).name == "Vera"


def test_ones_own_address_is_not_changed_here_for_a_slip_would_lock_one_out(house: House, client_of: In) -> None:
    oleg = client_of(house.oleg)
    assert 'name="email"' not in oleg.get(of(house.oleg)).content.decode()
    oleg.post(of(house.oleg), filled(house.oleg, email=NEW))
    assert Person.objects.get(pk=house.oleg.pk).email == "oleg@lighthouse.test"


def test_whoever_works_in_two_agencies_keeps_the_log_in_of_the_other(house: House) -> None:
    with house.elsewhere.entered():
        there = person.join(name="Vera", email="vera@lighthouse.test", roles=[Role.SALES], at=house.at)
    with house.agency.entered():
        assert person.move_to(house.vera, email=NEW)
        assert not house.vera.login.has_usable_password()
    with house.elsewhere.entered():
        assert Person.objects.get(pk=there.pk).email == "vera@lighthouse.test"


@pytest.mark.parametrize("is_refused", [True, False])
def test_what_was_refused_at_the_former_address_goes_with_the_next_letter(house: House, is_refused: bool) -> None:
    notification.tell(house.vera, kind="call_me", key="1", facts={}, address="/", at=house.at)
    (key,) = digest.gather(day=house.day, opens=house.at, at=house.at)
    claimed = digest.take(key, at=house.at)
    assert claimed is not None
    if is_refused:
        parcel.refuse(claimed, at=house.at, fault="550 no such user")
    else:
        parcel.deliver(claimed, at=house.at)
    person.move_to(house.vera, email=NEW)
    assert Digest.objects.troubled(house.at + timedelta(hours=1)).count() == 0
    assert Notification.objects.filter(digest=None).exists() is is_refused
    again = digest.gather(day=house.day, opens=house.at, at=house.at + timedelta(minutes=1))
    assert bool(again) is is_refused

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.agency import login
from keepstep.domain.agency.login import LINK_LIFE, Login, SignInLink
from tests.cast import PASSWORD, House


def test_a_link_signs_its_reader_in(house: House) -> None:
    token = login.make_link(house.vera.login, at=house.at)
    assert login.use_link(token, at=house.at) == house.vera.login


def test_a_link_used_twice_is_void(house: House) -> None:
    token = login.make_link(house.vera.login, at=house.at)
    login.use_link(token, at=house.at)
    assert login.use_link(token, at=house.at) is None


def test_looking_at_a_link_does_not_use_it_up(house: House) -> None:
    token = login.make_link(house.vera.login, at=house.at)
    found = [login.find_link(token, at=house.at) for _ in range(2)]
    assert [link.login for link in found if link] == [house.vera.login] * 2


@pytest.mark.parametrize(("late", "works"), [(timedelta(0), False), (-timedelta(seconds=1), True)])
def test_a_link_lives_for_half_an_hour(house: House, late: timedelta, works: bool) -> None:
    token = login.make_link(house.vera.login, at=house.at)
    assert (login.use_link(token, at=house.at + LINK_LIFE + late) is not None) is works


def test_a_second_link_leaves_the_first_alone(house: House) -> None:
    first, second = (login.make_link(house.vera.login, at=house.at) for _ in range(2))
    login.use_link(second, at=house.at)
    assert login.use_link(first, at=house.at) == house.vera.login


def test_only_a_hash_of_the_link_is_kept(house: House) -> None:
    token = login.make_link(house.vera.login, at=house.at)
    kept = SignInLink.objects.get(login=house.vera.login)
    assert token not in {kept.token_hash, str(kept.pk)}
    assert login.use_link(kept.token_hash, at=house.at) is None


def test_a_link_of_a_closed_log_in_signs_nobody_in(house: House) -> None:
    token = login.make_link(house.vera.login, at=house.at)
    Login.objects.filter(pk=house.vera.login_id).update(is_active=False)
    assert login.use_link(token, at=house.at) is None


def test_an_unknown_link_is_void(house: House) -> None:
    assert login.use_link("no such link", at=house.at) is None


@pytest.mark.parametrize("spelling", ["vera@lighthouse.test", " Vera@Lighthouse.TEST "])
def test_an_address_is_the_same_in_every_spelling(house: House, spelling: str) -> None:
    assert Login.objects.get_by_natural_key(spelling) == house.vera.login
    with pytest.raises(IntegrityError), transaction.atomic():
        Login.objects.create_user(spelling)


def test_a_log_in_without_a_password_opens_to_none(house: House) -> None:
    made = Login.objects.create_user("new@lighthouse.test")
    assert [made.check_password(said) for said in ("", PASSWORD)] == [False, False]

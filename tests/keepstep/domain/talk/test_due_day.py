from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.talk import due_day
from keepstep.domain.talk.due_day import DueDay
from tests.cast import House, welcome

HOUR = timedelta(hours=1)


def test_the_first_word_of_a_day_keeps_it(house: House) -> None:
    DueDay.objects.create(account=house.northwind, day=house.day)
    for n in (2, 1, 3):
        due_day.keep(house.northwind.pk, day=house.day, at=house.at + n * HOUR)
    assert DueDay.objects.get().kept_at == house.at + 2 * HOUR


def test_only_the_day_and_the_client_that_are_named_are_kept(house: House) -> None:
    other = welcome("Lumen", manager=house.vera)
    yesterday = house.day - timedelta(days=1)
    for account, day in ((house.northwind, house.day), (house.northwind, yesterday), (other, house.day)):
        DueDay.objects.create(account=account, day=day)
    due_day.keep(house.northwind.pk, day=house.day, at=house.at)
    assert list(DueDay.objects.exclude(kept_at=None).values_list("account", "day")) == [(house.northwind.pk, house.day)]


def test_word_on_a_day_that_was_not_due_makes_no_due_day(house: House) -> None:
    due_day.keep(house.northwind.pk, day=house.day, at=house.at)
    assert DueDay.objects.count() == 0


def test_a_client_is_due_once_a_day(house: House) -> None:
    DueDay.objects.create(account=house.northwind, day=house.day)
    with pytest.raises(IntegrityError), transaction.atomic():
        DueDay.objects.create(account=house.northwind, day=house.day)

"""Demos that several tests only look at: each is made once for a file, whose end takes it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from keepstep.demo import make
from keepstep.demo.agency import Demo
from keepstep.domain.clients.account import Account
from tests.cast import House, found_house

DAY = date(2026, 3, 3)
SHORT = 8


@contextmanager
def standing(blocker: DjangoDbBlocker, *, language: str = "en", days: int = SHORT) -> Iterator[Demo]:
    """Its references are checked here: else every test would have to check them all again."""
    with blocker.unblock(), transaction.atomic():
        made = make(day=DAY, language=language, days=days)
        with made.agency.entered():
            connection.check_constraints()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def neighbour(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """An agency that was there before any demo."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = found_house()
        with made.agency.entered():
            connection.check_constraints()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def before(neighbour: House, django_db_blocker: DjangoDbBlocker) -> list[Any]:
    """What stood there of its clients before the first demo was made."""
    with django_db_blocker.unblock(), neighbour.agency.entered():
        return clients()


@pytest.fixture(scope="module")
def english(before: list[Any], django_db_blocker: DjangoDbBlocker) -> Iterator[Demo]:
    with standing(django_db_blocker) as made:
        yield made


@pytest.fixture(scope="module")
def russian(before: list[Any], django_db_blocker: DjangoDbBlocker) -> Iterator[Demo]:
    with standing(django_db_blocker, language="ru") as made:
        yield made


def clients() -> list[Any]:
    """Of the agency that is entered, as they stand in the database."""
    return list(Account.objects.order_by("pk").values())

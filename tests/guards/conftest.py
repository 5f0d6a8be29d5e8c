"""One house for a whole file of guards: each test takes back what it did, and the file what it built."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.cast import House, found_house


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The agency is entered; what a file adds to the house in a fixture of its scope stands until its end.

    Its references are checked here, and by whoever adds to it: else every test would have to check them all again.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        made = found_house()
        with made.agency.entered():
            connection.check_constraints()
            yield made
        transaction.set_rollback(True)


@pytest.fixture
def house(standing: House, db: None) -> House:
    return standing

"""The house that stands while one test after another asks for it: building it takes longer than most tests do.

It is built within a transaction that is never committed; each test works within one of its own inside, and so takes
back whatever it did. A test that does not ask for it finds no house, and one that commits no transaction around it.
"""

import pickle
from contextlib import ExitStack

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.cast import House, found_house


class StandingHouse:
    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._around = ExitStack()
        self._as_built = b""

    def put_up(self) -> None:
        """Its references are checked here: else every test would have to check them all again."""
        if self._as_built:
            return
        with self._blocker.unblock(), ExitStack() as around:
            around.enter_context(transaction.atomic())
            around.callback(transaction.set_rollback, True)
            made = found_house()
            for agency in (made.agency, made.elsewhere):
                with agency.entered():
                    connection.check_constraints()
            self._around = around.pop_all()
        self._as_built = pickle.dumps(made)

    def take_down(self) -> None:
        if self._as_built:
            self._as_built = b""
            with self._blocker.unblock():
                self._around.close()

    @property
    def house(self) -> House:
        """As it was built: no test meets what another one has remembered of it."""
        made: House = pickle.loads(self._as_built)  # noqa: S301  # our own
        return made

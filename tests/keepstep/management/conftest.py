"""One installation for several tests: making one takes seconds. It holds Vera's agency and Marta's."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.keepstep.installation import Installation, installed

FOUND = """
import django
django.setup()
from keepstep.postgres import server
from keepstep.postgres.provision import provision
from tests.cast import found_house
with server.running():
    provision()
    found_house()
"""
AS_OWNER = """
import sys
import psycopg
from keepstep.postgres import server
with server.running() as place:
    own = place.owner
    reached = {"host": own["HOST"], "user": own["USER"], "password": own["PASSWORD"], "dbname": own["NAME"]}
    with psycopg.connect(**reached) as connection:
        answer = connection.execute(sys.argv[1])
        if answer.description:
            print(answer.fetchone()[0])
"""


@dataclass(frozen=True)
class Inhabited:
    """An installation that a whole house lives in."""

    installation: Installation

    def keepstep(self, *words: str) -> str:
        """What the command says if all went well, and else what it complains of."""
        done = self.installation.keepstep(*words)
        return done.stderr if done.returncode else done.stdout

    def as_owner(self, statement: str) -> str:
        """The first value the statement gives, if it gives any."""
        return self.installation.run("-c", AS_OWNER, statement).stdout


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@pytest.fixture(scope="package")
def inhabited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inhabited]:
    with installed(tmp_path_factory.mktemp("inhabited") / "data") as made:
        done = made.run("-c", FOUND)
        assert done.stderr == ""
        yield Inhabited(made)

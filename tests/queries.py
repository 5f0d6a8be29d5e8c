"""How many statements a page costs."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# A test has a transaction of its own around the page's, which therefore is a savepoint in it.
OF_THE_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT")


def queries_of(client: Client, address: str) -> int:
    """The statements of the second visit, when what is the same for every page has been learnt."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len([query for query in queries if not query["sql"].startswith(OF_THE_TEST)])

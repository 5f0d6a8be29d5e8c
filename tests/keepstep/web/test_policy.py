from collections.abc import Callable

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person
from tests.cast import House


@pytest.mark.parametrize("where", ["/", "/nothing/", "/sign-in/"])
def test_every_answer_says_what_a_page_may_load(
    house: House, client_of: Callable[[Person], Client], where: str
) -> None:
    policy = client_of(house.vera).get(where).headers["Content-Security-Policy"]
    assert ("default-src 'none'" in policy, "script-src 'self'" in policy, "unsafe" in policy) == (True, True, False)

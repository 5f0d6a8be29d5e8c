"""Addresses of rows: the pattern of each name is asked for once, since a page of a list has hundreds of them."""

from functools import cache
from uuid import UUID

from django.urls import reverse

ANY = UUID(int=0)


def address(name: str, key: object) -> str:
    """The address of that name for that row."""
    before, after = _around(name)
    return f"{before}{key}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _any, after = reverse(name, args=[ANY]).partition(str(ANY))
    return before, after

"""Search by the beginnings of words: what is found, and of whom."""

from unittest.mock import patch

import pytest
from django.db import connection

from keepstep.domain.sales.deal import Deal
from keepstep.postgres import words
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun

TITLES = {
    "a": ("Rare books", "ООО «Ёлка-Палка»", "Ирина Белова"),
    "b": ("Rare coins", "Sail & Anchor", "Ida O'Hara"),
    "c": ("№12: site", "books.example", ""),
}


@pytest.fixture
def three(house: House) -> dict[str, Deal]:
    return {
        name: begun(house, title=title, company=company, name=person)
        for name, (title, company, person) in TITLES.items()
    }


SEARCHES = [
    ("", "abc"), ("rare", "ab"), ("RAR boo", "a"), ("books", "ac"), ("ooks", ""), ("елка", "a"), ("палка ёлк", "a"),
    ("бел ирин", "a"), ("o'hara", "b"), ("hara", "b"), ("12", "c"), ("books.ex", "c"), ("&", ""), ("\\':*|!(", ""),
    ("anchor & sail", "b"), ("rare nothing", ""),
]  # fmt: skip


@pytest.mark.parametrize("few", [words.FEW, 0], ids=["rare words", "frequent words"])
def test_each_typed_word_begins_one(three: dict[str, Deal], few: int) -> None:
    with patch.object(words, "FEW", few):
        told = {
            text: "".join(name for name, one in three.items() if words.found(Deal.objects.filter(pk=one.pk), text))
            for text, _wanted in SEARCHES
        }
    assert told == dict(SEARCHES)


def test_nobody_finds_what_is_another_agencys(house: House, three: dict[str, Deal]) -> None:
    with house.elsewhere.entered():
        assert [words.found(Deal.objects.all(), "rare").count(), Deal.objects.count()] == [0, 0]
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from keepstep_found('deal', '{rare}', 10)")
            assert cursor.fetchone() == (0,)
    assert words.found(Deal.objects.all(), "rare").count() == 2

"""`keepstep round`: the day's work of each agency, for people and for programs."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.cast import TODAY, House

MONDAY = ("--day", TODAY.isoformat())


def said(*words: str) -> str:
    heard = StringIO()
    call_command("round", *words, stdout=heard)
    return heard.getvalue()


def found(*words: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(said(*words, "--json"))
    return items


def test_a_program_reads_who_must_do_what_about_whom_why_and_by_when(house: House) -> None:
    updates = [item for item in found(*MONDAY, "--agency", "Lighthouse") if item["code"] == "daily_update"]
    assert updates == [
        {
            "code": "daily_update",
            "person": "Vera",
            "subject": "Northwind Bakery",
            "reason": "1 step to tell about.",
            "due": "2026-03-02T18:00:00+01:00",
            "agency": "Lighthouse",
            "day": "2026-03-02",
        }
    ]


def test_a_second_round_of_the_day_finds_the_same(house: House) -> None:
    assert found(*MONDAY) == found(*MONDAY)


def test_a_person_reads_it_person_by_person(house: House) -> None:
    lines = said(*MONDAY, "--agency", str(house.agency.id)).splitlines()
    assert lines[0] == "Lighthouse · 2 Mar 2026"
    vera = lines[lines.index("Vera") :]
    assert vera[vera.index("  18:00  Send today's update · Northwind Bakery") + 1] == "         1 step to tell about."


def test_every_agency_has_its_own_round_in_its_own_language(house: House) -> None:
    with house.elsewhere.entered():
        house.elsewhere.language = "ru"
        house.elsewhere.save(update_fields=["language"])
    assert {item["agency"] for item in found(*MONDAY)} == {"Lighthouse", "Rivals"}
    assert "Rivals · 2 мар. 2026" in said(*MONDAY).splitlines()


def test_an_unknown_agency_and_a_day_that_is_none_are_named(house: House) -> None:
    with pytest.raises(CommandError, match=r"There is no agency “Nobody”\."):
        said("--agency", "Nobody")
    with pytest.raises(CommandError, match=r"2026-02-30 is not a day; 2026-03-02 is\."):
        said("--day", "2026-02-30")

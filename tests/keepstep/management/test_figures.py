"""`keepstep stalls`, `ledger` and `delay-report`: what the pages say, for terminals and programs."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from keepstep.domain.delivery import step
from keepstep.management.command import Command
from tests.cast import House
from tests.hundred_days import hundred_days


@pytest.fixture(autouse=True)
def _monday(house: House) -> Any:
    with patch.object(Command, "now", staticmethod(lambda: house.at)):
        hundred_days(house, client="Alder Law", asked_every=10, until=house.at)
        yield


def said(*words: str) -> str:
    heard = StringIO()
    call_command(*words, stdout=heard, stderr=heard)
    return heard.getvalue()


def found(*words: str) -> Any:
    return json.loads(said(*words, "--json"))


def test_stalls_are_told_with_their_rung_and_whose_ball_it_is(house: House) -> None:
    told = found("stalls", "--agency", "Lighthouse")
    assert [(one["project"], one["client"], one["side"], one["holder"], one["awaited"]) for one in told] == [
        ("Online shop", "Alder Law", "client", "Greta Holm", "photos of the goods")
    ]
    lines = said("stalls", "--agency", "Lighthouse").splitlines()
    assert "Online shop · Alder Law" in lines
    assert lines[-1] == "  Next rung: 4 Mar 2026 · own management telephones the client"
    assert [(one["next_day"], one["next_audience"], one["moved_at"][:10]) for one in told] == [
        ("2026-03-04", "management", "2025-10-27")
    ]
    with house.elsewhere.entered():
        step.record(house.rival_project, title="Ads are online", by=None, at=house.at)
    assert "Every project moves." in said("stalls", "--agency", "Rivals")


def test_the_ledger_is_told_by_project_client_and_manager(house: House) -> None:
    told = found("ledger", "--agency", "Lighthouse")
    assert [(one["name"], one["exposure"], one["days"]) for one in told][1] == ("Online shop · Alder Law", 55.0, 100)
    assert [one["name"] for one in found("ledger", "--by", "account", "--agency", "Lighthouse")] == [
        "Northwind Bakery",
        "Alder Law",
    ]
    assert [one["name"] for one in found("ledger", "--by", "manager", "--agency", "Lighthouse")] == ["Vera"]
    lines = said("ledger", "--agency", "Lighthouse").splitlines()
    place = lines.index("Online shop · Alder Law")
    assert lines[place + 1].strip().replace("\N{NO-BREAK SPACE}", " ") == (
        "exposure 55 % of 100 working days · ours 10 d · several sides 0 d · theirs 90 d (45 covered)"
        " · third 0 d · free 0 d"
    )


def test_the_ledger_of_a_period(house: House) -> None:
    told = found("ledger", "--from", "2026-02-02", "--to", "2026-02-06", "--agency", "Lighthouse")
    assert {one["name"]: one["days"] for one in told} == {
        "Online shop · Alder Law": 5,
        "New site · Northwind Bakery": 5,
    }
    with pytest.raises(CommandError, match="The last day lies before the first"):
        said("ledger", "--from", "2026-02-06", "--to", "2026-02-02")
    assert "Too early" in said("ledger", "--to", "2019-01-01", "--agency", "Lighthouse")


def test_a_delay_report_is_read_on_the_terminal_and_written_as_a_pdf(house: House, tmp_path: Path) -> None:
    words = said("delay_report", "Online shop", "--agency", "Lighthouse").replace("\N{NO-BREAK SPACE}", " ")
    assert "(10 + 0 + 45) ÷ 100 = 55 %" in words.splitlines()
    file = tmp_path / "report.pdf"
    said("delay_report", "Online shop", "--agency", "Lighthouse", "--pdf", str(file), "--lang", "ru")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(file.read_bytes())).pages)
    assert "Отчёт о задержках" in text and "(10 + 0 + 45) ÷ 100" in text
    assert found("delay_report", "Online shop", "--agency", "Lighthouse")["project"] == "Online shop"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("No such",), "There is no project “No such”."),
        (("Online shop", "--pdf", "/nowhere/at/all.pdf"), "/nowhere/at/all.pdf: No such file or directory"),
    ],
)
def test_what_cannot_be_reported_is_named(house: House, words: tuple[str, ...], fault: str) -> None:
    with pytest.raises(CommandError, match=fault):
        said("delay_report", *words, "--agency", "Lighthouse")

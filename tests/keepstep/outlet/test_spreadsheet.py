"""Files for spreadsheets: cells as people of a language write them, and nothing a spreadsheet would reckon with."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from keepstep.outlet import spreadsheet

MOMENT = datetime(2026, 3, 2, 8, 5, tzinfo=UTC)


def written(language: str, *cells: Any) -> str:
    with translation.override(language):
        return "".join(spreadsheet.lines(["A"], [cells], zone=ZoneInfo("Europe/Moscow")))


def test_an_english_file_has_commas_and_days_that_sort() -> None:
    assert written("en", Decimal("1200.50"), date(2026, 3, 2), MOMENT, None) == (
        "\ufeffA\r\n1200.50,2026-03-02,2026-03-02 11:05,\r\n"
    )


def test_a_russian_file_has_semicolons_and_decimal_commas() -> None:
    assert written("ru", Decimal("1200.50"), date(2026, 3, 2), MOMENT, "а;б") == (
        '\ufeffA\r\n1200,50;02.03.2026;02.03.2026 11:05;"а;б"\r\n'
    )


@pytest.mark.parametrize("said", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1"])
def test_what_would_be_a_formula_is_text(said: str) -> None:
    assert f"'{said}" in written("en", said)


@pytest.mark.parametrize("said", ["+49 (30) 123-456", "-", "Ada", "a=b"])
def test_telephone_numbers_and_words_stay_as_they_are(said: str) -> None:
    assert written("en", said) == f"\ufeffA\r\n{said}\r\n"

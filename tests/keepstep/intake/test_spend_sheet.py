"""A table of spend: columns recognised in both languages, every fault at its row and field."""

from datetime import date
from decimal import Decimal

import pytest

from keepstep.domain.agency import own_list
from keepstep.domain.sales.source import Source
from keepstep.intake import spend_sheet
from keepstep.intake.sheet.table import read
from keepstep.intake.spend_sheet import Unrecognised
from tests.cast import House
from tests.keepstep.domain.sales.leads import site

FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)


def told(house: House, text: str, *, source: Source | None = None) -> spend_sheet.Read:
    sources = own_list.offered(Source, house.agency)
    return spend_sheet.read(read(text.encode()), sources=sources, source=source, currency="EUR")


@pytest.mark.parametrize(
    "text",
    [
        "Source;Campaign;Month;Amount\nwebsite;search;2026-02;1 000,50\n",
        "Источник;Кампания;Месяц;Расход, €\nWebsite;search;февраль 2026;1000.5\n",
        "Источник,Название кампании,С,По,Сумма\nWEBSITE,search,01.02.2026,28.02.2026,1000.50\n",
        "Channel\tCampaign\tFrom\tUntil\tCost\tCurrency\nWebsite\tsearch\t2026-02-01\t2026-02-28\t€1,000.50\tEUR\n",
    ],
)
def test_columns_are_known_by_their_headings(house: House, text: str) -> None:
    found = told(house, text)
    assert found.faults == []
    assert found.entries == [(site(house), "search", FIRST, LAST, Decimal("1000.50"))]


def test_an_advertising_system_names_days_and_no_source_and_days_that_cost_nothing(house: House) -> None:
    found = told(house, "Дата;Кампания;Расход\n01.02.2026;Поиск;12,50\n02.02.2026;Поиск;0,00\n", source=site(house))
    assert (found.faults, [(one.since, one.until, one.amount) for one in found.entries]) == (
        [], [(FIRST, FIRST, Decimal("12.50"))],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("Fair;;2026-02;5;", "Source", "There is no source “Fair”: add it in the settings."),
        (";;2026-02;5;", "Source", "Which source is it? Name it, or choose one for all rows."),
        ("Website;;Smarch;5;", "Month", "“Smarch” is no month: write 2026-03."),
        ("Website;;;5;", "Month", "When was it? The cell is empty."),
        ("Website;;2026-02;much;", "Amount", "“much” is no amount."),
        ("Website;;2026-02;-5;", "Amount", "An amount is more than nothing, and less than a thousand milliards."),
        ("Website;;2026-02;5;USD", "Currency", "Spend is counted in EUR: change it into that first."),
    ],
)
def test_what_is_wrong_is_said_at_its_row_and_field(house: House, row: str, column: str, words: str) -> None:
    text = f"Source;Campaign;Month;Amount;Currency\nWebsite;;2026-02;5;\n{row}\n"
    assert [(one.row, one.column, str(one.words)) for one in told(house, text).faults] == [(3, column, words)]


@pytest.mark.parametrize("headings", ["Source;Month", "Source;Amount", "Month;Amount"])
def test_a_table_without_a_needed_column_is_not_recognised(house: House, headings: str) -> None:
    with pytest.raises(Unrecognised):
        told(house, f"{headings}\nWebsite;2026-02\n")

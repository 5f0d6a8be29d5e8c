"""Columns of fields of the agency's own: which are whose, and of which kind a new one is."""

import pytest

from keepstep.domain.sales.own_field import DealField, Kind
from keepstep.intake.sheet import own

BUDGET, WAY = DealField(name="Budget a month"), DealField(name="Ещё")
KINDS = [
    (["1 200", "", "3,5"], Kind.NUMBER),
    (["02.03.2026", "2026-03-02"], Kind.DAY),
    (["да", "Нет", "да"], Kind.YES_NO),
    (["https://a.test", "https://b.test"], Kind.LINK),
    (["a.test"], Kind.TEXT),
    (["1 200", "much"], Kind.TEXT),
    (["007", "008"], Kind.TEXT),
    (["+7 495 555-12-34"], Kind.TEXT),
    (["79165551234"], Kind.TEXT),
    (["", " "], Kind.TEXT),
    ([], Kind.TEXT),
]


def test_a_column_nobody_knows_is_the_field_it_is_called_as() -> None:
    headings = ["Deal - Budget a month", "ЕЩЕ", "budget a month", "Title"]
    assert own.guessed(headings, ["", "", "", "title"], [BUDGET, WAY]) == [
        own.column(BUDGET), own.column(WAY), "", "title"
    ]  # fmt: skip


@pytest.mark.parametrize(("cells", "kind"), KINDS)
def test_a_new_field_is_of_the_kind_that_every_cell_is(cells: list[str], kind: Kind) -> None:
    assert own.kind_of(DealField, cells) == kind

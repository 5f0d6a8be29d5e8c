"""Files as tables: whatever the letters, the delimiter and the quotes."""

import pytest

from keepstep.intake.sheet.table import Row, Table, Unreadable, folded, read

SAME = Table(["Источник", "Сумма"], [Row(2, ["Сайт", "1 000,50"]), Row(4, ["Звонок", ""])])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_letters_and_delimiters(encoding: str, delimiter: str) -> None:
    amount = '"1 000,50"' if delimiter == "," else "1 000,50"
    lines = [f"Источник{delimiter}Сумма", f"Сайт{delimiter}{amount}", delimiter, "Звонок", ""]
    assert read("\r\n".join(lines).encode(encoding)) == SAME


def test_a_cell_may_go_over_lines_and_hold_the_delimiter() -> None:
    assert read(b'a,b\n"1\n2","3,4",5\n').rows == [Row(2, ["1\n2", "3,4"])]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a;b\n", b"a;b\n;\n", b"\x89PNG\0\0", b"a\n\x98\n"])
def test_what_is_no_table_says_so(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)


def test_headings_are_compared_without_case_and_marks() -> None:
    assert [folded(one) for one in ("\ufeffИсточник ", "Заём*", "Deal\u00a0-  Title:")] == [
        "источник",
        "заем",
        "deal - title",
    ]

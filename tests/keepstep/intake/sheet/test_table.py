"""Files as tables: whatever the letters, the delimiter and the quotes."""

import io
import zipfile

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


BOOK = {
    "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
    "<Override PartName='/xl/workbook.xml' ContentType="
    "'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>",
    "_rels/.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship "
    "Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "
    "Target='xl/workbook.xml'/></Relationships>",
    "xl/workbook.xml": "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "
    "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
    "<sheets><sheet name='Лиды' sheetId='1' r:id='r1'/></sheets></workbook>",
    "xl/_rels/workbook.xml.rels": "<Relationships "
    "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type="
    "'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' "
    "Target='worksheets/sheet1.xml'/></Relationships>",
    "xl/styles.xml": "<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='22'/></cellXfs></styleSheet>",
    "xl/worksheets/sheet1.xml": "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    "<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>Имя</t></is></c><c r='B1' t='inlineStr'><is><t>Телефон"
    "</t></is></c><c r='C1' t='inlineStr'><is><t>Дата</t></is></c></row><row r='3'><c r='A3' t='inlineStr'><is><t>Ада"
    "</t></is></c><c r='B3'><v>79165551234</v></c><c r='C3' s='1'><v>45631.5</v></c></row></sheetData></worksheet>",
}


def packed(book: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in book.items():
            archive.writestr(name, text)
    return file.getvalue()


def test_a_workbook_is_read_as_it_is_seen() -> None:
    """Telephones are numbers there, days are counted from 1899, and empty rows have their number."""
    expected = Table(["Имя", "Телефон", "Дата"], [Row(3, ["Ада", "79165551234", "2024-12-05 12:00:00"])])
    assert read(packed(BOOK)) == expected


def test_a_damaged_workbook_says_so() -> None:
    with pytest.raises(Unreadable):
        read(b"PK\x03\x04nothing")


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "sheet",
    [
        BOOK[SHEET].replace("</sheetData>", "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"),
        BOOK[SHEET].replace("Ада", "А" * (110 << 20)),
    ],
    ids=["a cell in the last corner", "an archive of a hundred times its size"],
)
def test_a_workbook_that_would_fill_the_memory_is_refused(sheet: str) -> None:
    with pytest.raises(Unreadable):
        read(packed(BOOK | {SHEET: sheet}))

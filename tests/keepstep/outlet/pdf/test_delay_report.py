import re
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from keepstep.domain.delivery import delay_report
from keepstep.outlet.delay_report import paper
from keepstep.outlet.delay_report.paper import Paper
from keepstep.outlet.pdf.delay_report import pdf
from tests.cast import House
from tests.hundred_days import hundred_days


def made(house: House, language: str, *, note: str = "") -> tuple[Paper, PdfReader]:
    one = hundred_days(house, client="Северная пекарня", asked_every=10, until=house.at)
    if note:
        delay_report.comment(one, words=note, by=house.vera, at=house.at)
    with translation.override(language):
        written = paper.of(one, at=house.at)
    return written, PdfReader(BytesIO(pdf(written)))


def text(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_reads_as_the_page_does(house: House, language: str) -> None:
    written, reader = made(house, language)
    found = text(reader)
    total = written.total
    assert total
    lines = [f"{one.name} {one.days} {one.share} {one.exposed}" for one in (*written.classes, total)]
    stalls = [f"{stall.title} · {stall.length}" for stall in written.stalls]
    pushes = [push.how for stall in written.stalls for push in stall.pushes]
    expected = [written.title, written.project, written.client, written.agency, written.period, written.headline,
                written.exposure, written.sum, *lines, *stalls, *pushes, "Photos by Thursday"]  # fmt: skip
    assert [said for said in expected if re.sub(r"\s+", " ", said) not in found] == []


def test_it_is_a4_with_a_title_an_author_and_our_own_letters(house: House) -> None:
    _written, reader = made(house, "ru")
    assert reader.metadata and (reader.metadata.title, reader.metadata.author) == (
        "Отчёт о задержках · Online shop", "Lighthouse"
    )  # fmt: skip
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index, union-attr]
    }
    assert {name.split("-")[0] for name in fonts} == {"Inter"}


def test_what_people_write_is_never_markup(house: House) -> None:
    note = '#read("/etc/passwd") $x$ *bold* \\ "quoted" <b>'
    _written, reader = made(house, "en", note=note)
    assert note in text(reader)

"""Leads from a file, each looked for among those known, beside a bare COPY of as many rows."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from time import perf_counter

from django.db import connection
from django.utils import timezone

from bench.figure import Figure
from bench.house import House, Size, build, tidy
from keepstep.domain.agency import own_list
from keepstep.domain.sales import file_import
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.lead_import import LeadImport
from keepstep.domain.sales.source import Source
from keepstep.intake.lead_sheet import fields, loading
from keepstep.intake.sheet import table

HEADINGS = "Person - ID,Person - Name,Person - Email - Work,Person - Phone - Mobile,Organization - Name,Person - Notes"


def measure(size: int, place: int = 0) -> Iterator[Figure]:
    """Seconds. Into an empty book, then a file of which every other row is known from the first."""
    print(f"loading files of {size} leads …", file=sys.stderr, flush=True)
    house = build(Size(100 + place), at=datetime.now(UTC))
    name = f"leads, {size} rows"
    bare = _bare(house, size)
    first = _loaded(house, _file(0, size))
    second = _loaded(house, _file(size // 2, size))
    with house.agency.entered():
        made = Lead.objects.count()
    yield Figure(f"{name}: bare COPY", bare, "s")
    yield Figure(f"{name}: into an empty book", first, "s")
    yield Figure(f"{name}: half of them known", second, "s")
    yield Figure(f"{name}: leads made", made, "rows")
    yield Figure(f"{name}: rows a second", size / first, "")
    yield Figure(f"{name}: into an empty book ÷ COPY", first / bare, "×")
    yield Figure(f"{name}: half of them known ÷ COPY", second / bare, "×")


def _file(first: int, size: int) -> bytes:
    rows = (
        f"{n},Ada Number{n},ada{n}@company{n % 30000}.test,+4930{10000000 + n},Company {n % 30000},Wants a site"
        for n in range(first, first + size)
    )
    return "\n".join([HEADINGS, *rows]).encode()


def _loaded(house: House, content: bytes) -> float:
    """From the bytes of the file to the last lead, with what became of each row."""
    begin = perf_counter()
    with house.agency.entered():
        found = table.read(content)
        system, known = fields.guess(found.headings)
        one = file_import.receive(
            LeadImport, content, name="people.csv", system=system, headings=found.headings, fields=known,
            total=len(found.rows), agency=house.agency, by=house.head, at=house.at,
        )  # fmt: skip
        source = own_list.offered(Source, house.agency).order_by("id").first()
        file_import.start(one, at=house.at, source=source, person=house.head, policy="skip")
    loading.load(house.agency.pk, one.pk, clock=timezone.now)
    taken = perf_counter() - begin
    tidy("lead", "lead_sign", "lead_import_row")
    return taken


def _bare(house: House, size: int) -> float:
    """As many rows into a table of their own with the same texts, a key and no rule."""
    rows = _file(0, size).decode().splitlines()[1:]
    with house.agency.entered(), connection.cursor() as cursor:
        cursor.execute(
            "create temp table bare (id text primary key, name text, email text, phone text, company text, notes text)"
        )
        begin = perf_counter()
        with cursor.copy("copy bare from stdin with (format csv)") as copy:
            copy.write("\n".join(rows))
        taken = perf_counter() - begin
        cursor.execute("drop table bare")
    return taken

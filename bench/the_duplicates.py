"""Duplicates: whom a new lead resembles among as many contacts and leads as an agency has, and merges that are taken
back: everything is as it was, to the row."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from time import perf_counter

from django.db import connection, connections

from bench.figure import Figure
from bench.house import House, Size, build, copied, key, tidy
from keepstep.domain.agency import own_list
from keepstep.domain.sales import duplicate, merge
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.merge import Merge
from keepstep.domain.sales.source import Source
from keepstep.postgres.provision import OWNER

ACCOUNTS = 1000
CHECKS, MERGES = 200, 500
CONTACT = "id, account_id, name, position, email, phone, part, channels, language"
LEAD = (
    "id, name, company, emails, phones, tax_number, site, message, source_id, channel, first_touch, last_touch,"
    " consent, came_at, state"
)


def measure(size: int) -> Iterator[Figure]:
    """`size` contacts of a thousand clients, and as many leads. Raises AssertionError if a row is not as it was."""
    print(f"loading {size} contacts and as many leads …", file=sys.stderr, flush=True)
    house = build(Size(ACCOUNTS, days=0), at=datetime.now(UTC))
    _load(house, size)
    with house.agency.entered():
        yield Figure(f"whom a lead resembles, of {size} contacts and {size} leads", _checked(house, size), "ms")
        before = _everything()
        pairs = [(key(41, house, 2 * n), key(41, house, 2 * n + 1)) for n in range(MERGES)]
        begin = perf_counter()
        for gone, kept in pairs:
            merge.merge(Lead.objects.get(pk=gone), into=Lead.objects.get(pk=kept), by=house.head, at=house.at)
        merged = perf_counter() - begin
        begin = perf_counter()
        for made in Merge.objects.order_by("-pk"):
            merge.part(made, by=house.head, at=house.at)
        parted = perf_counter() - begin
        if _everything() != before:
            raise AssertionError("Not every row is as it was before the merges.")
    yield Figure(f"leads merged, of {size}", MERGES / merged, "a second")
    yield Figure(f"merges taken back, of {size}: every row as before", MERGES / parted, "a second")


def _checked(house: House, size: int) -> float:
    """Milliseconds for a lead of whom an address, a telephone and a company are known."""
    begin = perf_counter()
    for n in range(CHECKS):
        place = n * (size // CHECKS)
        lead = Lead(emails=[f"C{place}+x@company{place}.test"], phones=[f"+4930{10_000_000 + place}"])
        if not duplicate.of(lead):
            raise AssertionError("Nobody is recognised.")
    return (perf_counter() - begin) / CHECKS * 1000


def _load(house: House, size: int) -> None:
    with house.agency.entered():
        source = own_list.offered(Source, house.agency)[0].pk
    at = house.moment(1)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        contacts = (
            f"{key(40, house, n)}\t{key(1, house, n % ACCOUNTS)}\tContact {n}\t\tc{n}@company{n}.test"
            f"\t+4930{10_000_000 + n}\tother\t{{}}\ten"
            for n in range(size)
        )
        copied(cursor.cursor, house, "contact", CONTACT, contacts)
        leads = (
            f"{key(41, house, n)}\tLead {n}\tCompany {n}\t{{l{n}@firm{n}.test}}\t{{+4940{10_000_000 + n}}}\t\t\tA site"
            f"\t{source}\tform\t{{}}\t{{}}\t\t{at}\tunsorted"
            for n in range(size)
        )
        copied(cursor.cursor, house, "lead", LEAD, leads)
        signs = (
            f"{key(42 + place, house, n)}\t{key(41, house, n)}\t{kind}\t{value}"
            for n in range(size)
            for place, (kind, value) in enumerate((
                ("email", f"l{n}@firm{n}.test"), ("phone", f"+4940{10_000_000 + n}"), ("domain", f"firm{n}.test"),
            ))
        )  # fmt: skip
        copied(cursor.cursor, house, "lead_sign", "id, lead_id, kind, value", signs)
        cursor.execute("set session_replication_role = origin")
    tidy("contact", "lead", "lead_sign")


def _everything() -> str:
    """A hash of all leads and of the signs they bear, whatever keys the signs have."""
    digest = sha256()
    with connection.cursor() as cursor:
        for statement in (
            "select md5(string_agg(l::text, '' order by l.id)) from lead l",
            "select md5(string_agg(concat_ws(' ', s.lead_id, s.kind, s.value), '' order by s.lead_id, s.kind, s.value))"
            " from lead_sign s",
        ):
            cursor.execute(statement)
            digest.update(str(cursor.fetchone()).encode())
    return digest.hexdigest()

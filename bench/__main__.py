"""`bin/bench [NAME] [--json] [--accounts N …]`: build, measure, print a line a figure."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager

from bench.figure import Figure

NAMES = ("round", "pages", "ledger", "sending", "deals", "leads", "duplicates", "company")


def main() -> None:
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("KEEPSTEP_PG_FSYNC", "off")
    import django

    django.setup()
    with _database():
        for figure in _figures(options.name, options.accounts):
            print(figure.line(as_json=options.json), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("name", nargs="?", choices=NAMES, help="only this benchmark")
    parser.add_argument("--json", action="store_true", help="a JSON object a line")
    parser.add_argument("--accounts", type=int, nargs="+", help="sizes, smallest first")
    return parser.parse_args()


def _database() -> AbstractContextManager[None]:
    """A database of its own on the same server, made anew."""
    from bench.database import fresh

    return fresh()


def _figures(name: str | None, accounts: list[int] | None) -> Iterator[Figure]:
    from bench import (
        pages,
        the_company,
        the_deals,
        the_duplicates,
        the_health,
        the_leads,
        the_ledger,
        the_round,
        the_sending,
    )
    from bench.house import Size, build

    if name in (None, "round"):
        for size in accounts or (10_000, 100_000):
            print(f"loading {size} accounts …", file=sys.stderr, flush=True)
            yield from the_round.measure(build(Size(size)))
    if name in (None, "pages"):
        yield from pages.measure(accounts or [100, 10_000, 100_000])
    if name in (None, "ledger"):
        for size in accounts or (9_000,):
            print(f"loading {size} projects with twenty balls each …", file=sys.stderr, flush=True)
            yield from the_ledger.measure(build(Size(size, days=0)))
    if name in (None, "sending"):
        for size in accounts or (10_000,):
            print(f"loading {size} accounts with a reader each …", file=sys.stderr, flush=True)
            yield from the_sending.measure(build(Size(size)))
    if name in (None, "deals"):
        yield from the_deals.measure(accounts or [1_000, 100_000, 1_000_000])
    if name in (None, "leads"):
        for place, size in enumerate(accounts or (100_000,)):
            yield from the_leads.measure(size, place)
    if name in (None, "duplicates"):
        for size in accounts or (100_000,):
            yield from the_duplicates.measure(size)
    if name in (None, "company"):
        for size in accounts or (10_000,):
            print(f"loading {size} accounts with three years of invoices …", file=sys.stderr, flush=True)
            house = build(Size(size))
            yield from the_company.measure(house)
            yield from the_health.measure(house)


if __name__ == "__main__":
    main()

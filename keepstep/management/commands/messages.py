"""The Russian catalogue: collected, merged and compiled by Babel, so that the programs of gettext are not needed."""

import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

SOURCES = Path(settings.LOCALE_PATHS[0]).parent
PO = SOURCES / "locale" / "ru" / "LC_MESSAGES" / "django.po"
LEFT_OUT = {"migrations", "static", "locale"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{"gettext_lazy": None, "gettext_noop": None, "ngettext_lazy": (1, 2)},
    **{"pgettext_lazy": ((1, "c"), 2), "npgettext_lazy": ((1, "c"), 2, 3)},
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


class Words(NamedTuple):
    """A message of the sources; `plural` is empty for one that counts nothing."""

    singular: str
    plural: str = ""
    context: str | None = None


class Command(BaseCommand):
    help = "Bring the Russian catalogue up to the words of the sources, and compile it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if anything is missing")
        parser.add_argument(
            "--take", nargs="+", type=Path, default=[], metavar="FILE.tsv",
            help="fill in translations: msgid<TAB>msgstr, singular|plural<TAB>one|few|many, context::msgid<TAB>msgstr",
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["check"]:
            if found := faults():
                raise CommandError("\n".join([*found, "Run bin/messages and translate what is empty."]))
            return
        catalogue = merged(read_catalogue(), collected())
        for file in options["take"]:
            for refused in take(catalogue, file):
                self.stderr.write(f"{file}: {refused}")
        write_catalogue(catalogue)
        for fault in (fault for message in messages(catalogue) for fault in _faults(message)):
            self.stdout.write(fault)
        self.stdout.write(f"{len(catalogue)} messages")


def collected(sources: Path = SOURCES) -> set[Words]:
    """Every message of the Python files and templates below this folder."""
    files = [file for kind in ("*.py", "*.html", "*.txt") for file in sources.rglob(kind)]
    return {words for file in files if not LEFT_OUT & set(file.relative_to(sources).parts) for words in _said_in(file)}


def _said_in(file: Path) -> Iterator[Words]:
    text = file.read_text()
    # Django turns a template into the calls it makes; the brackets keep its indentation from being Python's.
    python = text if file.suffix == ".py" else f"({templatize(text)})"
    for _line, said, _comments, context in extract("python", BytesIO(python.encode()), KEYWORDS):
        singular, plural = said if isinstance(said, tuple) else (said, "")
        yield Words(singular, plural, context)


def merged(former: Catalog, words: Iterable[Words]) -> Catalog:
    """The words of the sources with the translations they had. Nothing is guessed from similar words."""
    made = _empty()
    for singular, plural, context in sorted(words, key=lambda said: (said.singular, said.context or "", said.plural)):
        message = made.add((singular, plural) if plural else singular, context=context)
        known = former.get(singular, context)
        if known and not known.fuzzy and known.pluralizable == message.pluralizable:
            message.string = known.string
    return made


def take(catalogue: Catalog, file: Path) -> Iterator[str]:
    """Fill in the translations of this file; what could not be taken is told line by line."""
    known = {name: message for message in messages(catalogue) for name in _names(message)}
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        said, tab, translated = line.replace("\\n", "\n").replace("\\t", "\t").partition("\t")
        message = known.get(said)
        if message is None or not tab:
            yield f"line {number}: {'no such message' if tab else 'no tab'}: {said}"
        elif not message.pluralizable:
            message.string = translated
        elif translated.count("|") == catalogue.num_plurals - 1:
            message.string = tuple(translated.split("|"))
        else:
            yield f"line {number}: {catalogue.num_plurals} forms are needed: {said}"


def _names(message: Message) -> list[str]:
    """How a line may name it: with its plural or without."""
    before = f"{message.context}::" if message.context else ""
    return [before + _singular(message), *([before + "|".join(message.id)] if message.pluralizable else [])]


def faults() -> list[str]:
    """Why the committed catalogue is not complete: a line each, in words."""
    catalogue, wanted = read_catalogue(), merged(_empty(), collected())
    here, there = ({_names(message)[-1] for message in messages(each)} for each in (catalogue, wanted))
    missing = [f"not in the catalogue: {name}" for name in sorted(there - here)]
    obsolete = [f"no longer in the sources: {name}" for name in sorted(here - there)]
    obsolete += [f"no longer in the sources: {message.id}" for message in catalogue.obsolete.values()]
    mo = PO.with_suffix(".mo")
    stale = [] if mo.exists() and mo.read_bytes() == _compiled(catalogue) else ["django.mo is older than django.po"]
    return [*missing, *obsolete, *(fault for message in messages(catalogue) for fault in _faults(message)), *stale]


def _faults(message: Message) -> Iterator[str]:
    name = _names(message)[-1]
    if message.fuzzy:
        yield f"fuzzy: {name}"
    if not all(forms(message)):
        yield f"not translated: {name}"
    elif any(placeholders(form) != placeholders(_plural(message)) for form in forms(message)):
        yield f"other placeholders: {name}"


def placeholders(words: str) -> set[str]:
    return set(PLACEHOLDER.findall(words))


def messages(catalogue: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalogue if message.id]


def forms(message: Message) -> tuple[str, ...]:
    """The translation in each of its plural forms; one for a message that counts nothing."""
    return tuple(message.string or ("",)) if message.pluralizable else (str(message.string or ""),)


def _singular(message: Message) -> str:
    return str(message.id[0] if message.pluralizable else message.id)


def _plural(message: Message) -> str:
    return str(message.id[1] if message.pluralizable else message.id)


def read_catalogue() -> Catalog:
    if not PO.exists():
        return _empty()
    with PO.open("rb") as file:
        return read_po(file, locale="ru")


def write_catalogue(catalogue: Catalog) -> None:
    """Both files; without places and dates, so that a difference shows words alone."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as po:
        write_po(po, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    PO.with_suffix(".mo").write_bytes(_compiled(read_catalogue()))


def _empty() -> Catalog:
    return Catalog(
        locale="ru",
        header_comment="# Russian words of Keepstep. Written by bin/messages; translate here or in a .tsv it takes.",
        project="Keepstep",
        version="1",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        last_translator="Keepstep",
        language_team="Keepstep",
        fuzzy=False,
    )


def _compiled(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()

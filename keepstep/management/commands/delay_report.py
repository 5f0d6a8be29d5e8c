"""`keepstep delay-report PROJECT`: the report as the client reads it, on the terminal or as a PDF (§5.3)."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.agency.agency import Language
from keepstep.management import named
from keepstep.management.command import Command as Ours
from keepstep.outlet.delay_report import paper
from keepstep.outlet.delay_report.paper import Paper
from keepstep.outlet.pdf.delay_report import pdf as as_pdf


class Command(Ours):
    summary = gettext_lazy("print the delay report of a project, or write it as a PDF")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", help=_("the project's id, or its exact name"))
        parser.add_argument("--pdf", type=Path, metavar="FILE", help=_("write it there as a PDF"))
        parser.add_argument("--lang", choices=Language.values, help=_("the client's language by default"))
        parser.add_argument("--agency", metavar="A", help=_("the agency's id or its exact name, if there are several"))
        parser.add_argument("--json", action="store_true", help=_("as an object for programs"))

    def handle(
        self, *args: Any, project: str, pdf: Path | None, lang: str | None, agency: str | None, json: bool, **rest: Any
    ) -> None:
        home = named.agency(agency)
        with home.entered(), translation.override(home.language):
            found = named.project(project)
            with translation.override(lang or found.account.language):
                written = paper.of(found, at=self.now())
            if pdf:
                self._write(written, pdf)
        if json:
            self.stdout.write(_text(written))
        elif not pdf:
            self.stdout.writelines(f"{line}\n" for line in _lines(written))

    def _write(self, written: Paper, file: Path) -> None:
        try:
            file.write_bytes(as_pdf(written))
        except OSError as why:
            raise CommandError(f"{file}: {why.strerror}") from why
        self.stderr.write(_("Written: %(file)s") % {"file": file})


def _text(written: Paper) -> str:
    return json.dumps(asdict(written), ensure_ascii=False, indent=2, default=str)


def _lines(written: Paper) -> Iterator[str]:
    yield f"{written.title} · {written.project} · {written.client}"
    yield f"{written.agency} · {written.period} · {written.made}"
    yield ""
    yield written.headline
    if written.sum:
        yield written.sum
    exposed = written.heads["exposed"]
    for line in (*written.classes, *([written.total] if written.total else [])):
        indent = "    " if line.is_part else "  "
        yield f"{indent}{line.name}: {line.days} ({line.share}), {exposed}: {line.exposed}"
    yield ""
    yield written.heads["stalls"]
    for stall in written.stalls:
        yield f"  {stall.title} · {stall.length}"
        yield from (f"    {words}" for _tone, words in (*stall.whose, *stall.awaited))
        yield from (f"      {' · '.join(filter(None, (push.day, push.how, push.outcome)))}" for push in stall.pushes)
    if not written.stalls:
        yield f"  {written.heads['no_stalls']}"
    for head, lines in (("pauses", written.pauses), ("moves", written.moves)):
        if lines:
            yield ""
            yield written.heads[head]
            yield from (f"  {' · '.join(filter(None, (line.title, line.length, line.reason)))}" for line in lines)
    if written.note:
        yield ""
        yield f"{written.heads['note']}: {written.note}"

"""`keepstep serve`: web, workers and the embedded PostgreSQL in one process tree."""

import argparse
import sys
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.agency.agency import Agency
from keepstep.management.command import Command as Ours
from keepstep.management.command import Reach
from keepstep.postgres import tenancy
from keepstep.supervisor import Tree


def number(least: int) -> "argparse._ActionType":
    """An option's type: a whole number that is not too small."""

    def read(word: str) -> int:
        if int(word) < least:
            raise argparse.ArgumentTypeError(_("must be at least %(least)s") % {"least": least})
        return int(word)

    return read


class Command(Ours):
    summary = gettext_lazy("serve the site, with its workers and its database, until Ctrl-C")
    reach: ClassVar[Reach] = Reach.OWNED

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help=_("the address to listen on; 0.0.0.0 for all"))
        parser.add_argument("--port", type=number(1), default=8000, help=_("8000 by default"))
        parser.add_argument(
            "--web", type=number(1), default=1, metavar="N", help=_("processes for pages; 1 by default")
        )
        parser.add_argument(
            "--workers", type=number(0), default=1, metavar="N", help=_("processes for jobs; 1 by default")
        )

    def handle(self, *args: Any, host: str, port: int, web: int, workers: int, **options: Any) -> None:
        with tenancy.every_agency():
            is_new = not Agency.objects.exists()
        if is_new:
            self._say(_("There is no agency yet: `keepstep init`, in another terminal, founds the first."))
        sys.exit(Tree(host=host, port=port, web=web, workers=workers).serve(ready=self._ready, say=self._say))

    def _ready(self, address: str) -> None:
        self.stdout.write(_("Keepstep is at %(address)s (Ctrl-C stops it)") % {"address": address})
        self.stdout.flush()

    def _say(self, words: str) -> None:
        self.stderr.write(words)

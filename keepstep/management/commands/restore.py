"""`keepstep restore FILE`: put a backup in the database's place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

import psycopg
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.management import bundle
from keepstep.management.command import Command as Ours
from keepstep.management.command import Reach
from keepstep.postgres import archive
from keepstep.postgres.location import data_folder
from keepstep.postgres.provision import holds_an_agency


class Command(Ours):
    summary = gettext_lazy("put a backup in the database's place")
    reach: ClassVar[Reach] = Reach.OWNED
    is_provisioned: ClassVar[bool] = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=_("a file that `keepstep backup` wrote"))
        parser.add_argument("--force", action="store_true", help=_("throw away the agencies that are here"))

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": file})
        if holds_an_agency() and not force:
            raise CommandError(_("The database holds an agency; --force throws everything in it away."))
        try:
            files = bundle.read(file)
        except (archive.CopyFailed, psycopg.Error, OSError) as error:
            raise CommandError(f"{error}\n" + _("Nothing was changed.")) from error
        words = ngettext(
            "The database is as %(file)s holds it; %(count)s file is here with it.",
            "The database is as %(file)s holds it; %(count)s files are here with it.",
            files,
        )
        self.stdout.write(words % {"file": file, "count": files})
        words = _("Webhooks go on with their secrets only if its secret key is here too: put it into %(secret)s.")
        self.stdout.write(words % {"secret": data_folder() / "secret_key"})

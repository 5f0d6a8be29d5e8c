"""`keepstep backup FILE`: the whole database, and the files that were given to us, in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepstep.management import bundle
from keepstep.management.command import Command as Ours
from keepstep.postgres import archive
from keepstep.postgres.location import data_folder


class Command(Ours):
    summary = gettext_lazy("write the whole database and all files that were received into one file")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=_("the file to write"))
        parser.add_argument("--force", action="store_true", help=_("write over a file that is there"))

        parser.add_argument(
            "--without-files", action="store_true", help=_("the database alone, where something else copies the files")
        )

    def handle(self, *args: Any, file: Path, force: bool, without_files: bool, **options: Any) -> None:
        if file.exists() and not force:
            raise CommandError(_("%(file)s is there already; --force writes over it.") % {"file": file})
        try:
            files = bundle.write(file, with_files=not without_files)
        except (archive.CopyFailed, OSError) as error:
            raise CommandError(str(error)) from error
        size = max(1, round(file.stat().st_size / 1024))
        words = (
            _("%(file)s holds the whole database, without the files of clients (%(size)s kB).")
            if without_files
            else ngettext(
                "%(file)s holds the whole database and %(count)s file (%(size)s kB).",
                "%(file)s holds the whole database and %(count)s files (%(size)s kB).",
                files,
            )
        )
        self.stdout.write(words % {"file": file, "count": files, "size": size})
        words = _("The secret key is not in it: keep %(secret)s as well, or set KEEPSTEP_SECRET_KEY.")
        self.stdout.write(words % {"secret": data_folder() / "secret_key"})

"""A backup in one file: the files that were given to us, and after them the database's dump, in a tar archive.

The dump is made first, since its rows may only speak of files that are there; it stands last, so that an archive that
was cut off has none and is refused.
"""

import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from keepstep.domain.agency import store
from keepstep.postgres import archive
from keepstep.postgres.archive import CopyFailed

DUMP = "database.dump"
FILES = "files"


def write(bundle: Path, *, with_files: bool = True) -> int:
    """The backup at this path, for its owner alone, there whole or not at all; answers how many files are in it."""
    with _draft(bundle) as draft, tempfile.TemporaryDirectory(dir=bundle.absolute().parent, prefix=".dump-") as beside:
        dump = Path(beside) / DUMP
        archive.write(dump)
        kept = list(store.everything()) if with_files else []
        with tarfile.open(draft, "w") as tar:
            for place, path in kept:
                _add(tar, f"{FILES}/{place}", path)
            _add(tar, DUMP, dump)
        os.replace(draft, bundle)
    return len(kept)


def read(bundle: Path) -> int:
    """Put the backup in the place of what is here; answers how many files were in it. Raises CopyFailed.

    Files are only ever added, and before the database changes hands: until then nothing speaks of them.
    """
    if not tarfile.is_tarfile(bundle):
        archive.read(bundle)  # The dump alone, as it was written before files were part of a backup.
        return 0
    with tempfile.TemporaryDirectory(prefix="keepstep-") as beside:
        dump, files = Path(beside) / DUMP, 0
        try:
            for name, content in _members(bundle):
                if name == DUMP:
                    _copy(content, dump)
                else:
                    store.put_back(name.removeprefix(f"{FILES}/"), content.read())
                    files += 1
        except (tarfile.TarError, store.NotKept) as why:
            raise CopyFailed(_("The backup is damaged: %(why)s") % {"why": why}) from why
        if not dump.exists():
            raise CopyFailed(_("The backup is not whole: its end is missing."))
        archive.read(dump)
    return files


def _members(bundle: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(bundle, "r:") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None:
                raise tarfile.ReadError(member.name)
            with content:
                yield member.name, content


@contextmanager
def _draft(bundle: Path) -> Iterator[str]:
    handle, draft = tempfile.mkstemp(dir=bundle.absolute().parent, prefix=f".{bundle.name}-")
    os.close(handle)
    try:
        yield draft
    finally:
        Path(draft).unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = path.stat().st_size, 0o600
    with path.open("rb") as content:
        tar.addfile(member, content)


def _copy(content: IO[bytes], path: Path) -> None:
    with path.open("wb") as file:
        while part := content.read(1_048_576):
            file.write(part)

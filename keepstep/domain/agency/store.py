"""Files that were given to us: their bytes in the files folder, by agency, under the hash of what they hold.

Nothing of a name that came from outside is ever part of a path. A file is written whole and forced to the disk before
anybody may speak of it; what was written for a row that never came about is harmless.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

DIGEST = re.compile(r"[0-9a-f]{64}")
PLACE = re.compile(r"(?P<agency>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})/[0-9a-f]{2}/(?P<digest>[0-9a-f]{64})")


class NotKept(Exception):
    """There is no file of this hash; the folder was not restored together with the database."""


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep(content: bytes, *, agency_id: UUID) -> str:
    """Keep these bytes; answers their hash. The same bytes are kept once."""
    digest = digest_of(content)
    path = _path(digest, agency_id)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    return digest


def opened(digest: str, *, agency_id: UUID) -> BinaryIO:
    """The bytes of this hash, to be read and closed. Raises NotKept."""
    try:
        return _path(digest, agency_id).open("rb")
    except FileNotFoundError as why:
        raise NotKept(digest) from why


def read(digest: str, *, agency_id: UUID) -> bytes:
    """All of it at once. Raises NotKept."""
    with opened(digest, agency_id=agency_id) as file:
        return file.read()


def has(digest: str, *, agency_id: UUID) -> bool:
    return _path(digest, agency_id).is_file()


def everything() -> Iterator[tuple[str, Path]]:
    """All files of all agencies, for a backup: the place of each within the folder, and where it lies."""
    folder = Path(settings.FILES_FOLDER)
    for path in sorted(folder.glob("*/*/*")):
        if PLACE.fullmatch(place := path.relative_to(folder).as_posix()):
            yield place, path


def put_back(place: str, content: bytes) -> None:
    """A file from a backup, to the place it was taken from. Raises NotKept if these are not its bytes."""
    found = PLACE.fullmatch(place)
    if found is None or digest_of(content) != found["digest"]:
        raise NotKept(place)
    keep(content, agency_id=UUID(found["agency"]))


def forget(agency_id: UUID) -> None:
    """Nothing that was given to this agency is kept any longer."""
    shutil.rmtree(_folder(agency_id), ignore_errors=True)


def _path(digest: str, agency_id: UUID) -> Path:
    if not DIGEST.fullmatch(digest):
        raise NotKept(digest)
    return _folder(agency_id) / digest[:2] / digest


def _folder(agency_id: UUID) -> Path:
    return Path(settings.FILES_FOLDER) / str(UUID(str(agency_id)))

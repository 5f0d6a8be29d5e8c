"""The first sheet of a workbook, read in a process of its own: a file of a megabyte may ask for a terabyte.

A stray cell in the last corner makes a table of billions, an archive may hold a thousand times its size. The process
that reads it has bounded memory and time; the one that serves pages only learns that it could not be read.
"""

import io
import json
import resource
import subprocess
import sys
from datetime import datetime

from python_calamine import CalamineWorkbook

MEMORY = 1 << 30
TEXT = 100 << 20
SECONDS = 60
"""Bytes of the process, bytes that it answers, seconds of its processor and of our patience."""


class Unreadable(Exception):
    """Damaged, no workbook, or larger than anybody writes."""


def rows(content: bytes) -> list[list[str]]:
    """XLSX, XLS or ODS; what is a number or a day there is written as a file without types would write it.

    Raises Unreadable.
    """
    try:
        told = subprocess.run(
            [sys.executable, "-I", __file__], input=content, capture_output=True, timeout=SECONDS, check=True
        )
    except subprocess.SubprocessError as error:
        raise Unreadable from error
    read: list[list[str]] = json.loads(told.stdout)
    return read


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as book:
        sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    told = json.dumps([[_plain(value) for value in cells] for cells in sheet], ensure_ascii=False).encode()
    if len(told) > TEXT:
        sys.exit(1)
    sys.stdout.buffer.write(told)


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value)


if __name__ == "__main__":
    _main()

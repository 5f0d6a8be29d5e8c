"""What became otherwise and when, as a sheet of an act shows it (`components/turns.html`)."""

from datetime import datetime
from typing import NamedTuple


class Turn(NamedTuple):
    """What became otherwise at that moment, and who said so."""

    at: datetime
    changes: list[str]
    by: str

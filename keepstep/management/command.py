"""What our commands have in common: how they reach the database, and which options they do not need."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from enum import Enum
from typing import Any, ClassVar

from django.core.management.base import BaseCommand


class Reach(Enum):
    """How a command comes by a database that answers."""

    NONE = "it sees to that itself, or needs none"
    SHARED = "whoever has started the embedded server, it is used together"
    OWNED = "it waits until the embedded server is its own, since others will rely on it for long"


class Command(BaseCommand):
    """`summary` says in a line what it does; `keepstep.__main__` reads `reach` and `is_provisioned` beforehand."""

    summary: ClassVar[Any] = ""
    reach: ClassVar[Reach] = Reach.SHARED
    is_provisioned: ClassVar[bool] = True
    requires_system_checks = ()
    suppressed_base_arguments = {  # noqa: RUF012 - it is Django's to declare
        "--version", "--verbosity", "--settings", "--pythonpath", "--no-color", "--force-color", "--skip-checks",
    }  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.help = str(self.summary)

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> ArgumentParser:  # type: ignore[override]
        return super().create_parser(prog_name, subcommand.replace("_", "-"), **options)

    @staticmethod
    def now() -> datetime:
        """Commands are a surface: they may ask the clock."""
        return datetime.now(UTC)

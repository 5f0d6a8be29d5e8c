"""Set before any setting is read: where the tests' data live and which server they use."""

import os
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LONG = tuple(
    f"tests/{name}" for name in ("journeys", "guards", "keepstep/management", "keepstep/demo", "keepstep/test_k")
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("KEEPSTEP_DATA", str(ROOT / ".data" / "test"))
os.environ.setdefault("KEEPSTEP_PG_FSYNC", "off")
os.environ.setdefault("KEEPSTEP_SECRET_KEY", "only-for-the-tests-" + "x" * 40)
for name in [name for name in os.environ if name.startswith(("KEEPSTEP_SMTP_", "KEEPSTEP_IMAP_"))]:
    del os.environ[name]


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Each worker shares one embedded server; the first to come starts it."""
    if os.environ.get("DATABASE_URL"):
        return
    from keepstep.postgres import server

    running = server.running()
    running.__enter__()
    early_config.add_cleanup(partial(_leave, running))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long go first, so that in the end no process works alone on one of them."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def _leave(running: AbstractContextManager[object]) -> None:
    running.__exit__(None, None, None)

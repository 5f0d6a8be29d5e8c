"""Installations beside the one the tests run in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.keepstep.installation import Installation, installed


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path / "data") as made:
        yield made

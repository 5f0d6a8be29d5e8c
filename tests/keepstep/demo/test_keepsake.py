"""What is remembered of the demo: only the demo's own agency is ever emptied."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from keepstep.demo import en, keepsake
from keepstep.demo.agency import Demo, open_agency
from keepstep.demo.keepsake import Keepsake, NotOurs
from keepstep.domain.agency.agency import Agency
from keepstep.postgres import tenancy
from tests.cast import House
from tests.keepstep.demo.conftest import DAY

AT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEEPSTEP_DATA", str(tmp_path))
    return tmp_path


def opened() -> Demo:
    """The demo's agency as it begins; what has become of it is not remembered."""
    return open_agency(en.CONTENT, founded=AT, day=DAY, at=AT)


def kept(demo: Demo) -> Keepsake:
    return Keepsake(str(demo.agency.pk), DAY.isoformat(), "en", demo.manager.email, demo.owner.email)


@pytest.mark.django_db
def test_where_nothing_is_nothing_is_found() -> None:
    assert keepsake.found() is None


@pytest.mark.django_db
def test_the_demo_that_was_kept_is_found() -> None:
    demo = opened()
    keepsake.keep(kept(demo))
    assert keepsake.found() == kept(demo)
    assert keepsake.agency(kept(demo)) == demo.agency


def test_an_installation_with_another_agency_is_refused_and_nothing_is_changed(house: House) -> None:
    keepsake.keep(kept(opened()))
    with pytest.raises(NotOurs):
        keepsake.empty()
    with pytest.raises(CommandError, match="Lighthouse, Rivals"):
        call_command("demo", "--once", "--fresh")
    with tenancy.every_agency():
        assert Agency.objects.count() == 3

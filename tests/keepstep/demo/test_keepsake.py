"""What is remembered of the demo: only the demo's own agency is ever emptied."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from keepstep.demo import keepsake, make
from keepstep.demo.agency import Demo
from keepstep.demo.keepsake import Keepsake, NotOurs
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.login import Login
from keepstep.postgres import tenancy
from tests.cast import House

DAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEEPSTEP_DATA", str(tmp_path))
    return tmp_path


def kept(demo: Demo) -> Keepsake:
    return Keepsake(str(demo.agency.pk), DAY.isoformat(), "en", demo.manager.email, demo.owner.email)


@pytest.mark.django_db
def test_where_nothing_is_nothing_is_found() -> None:
    assert keepsake.found() is None


@pytest.mark.django_db
def test_the_demo_that_was_kept_is_found() -> None:
    demo = make(day=DAY, language="en", days=2)
    keepsake.keep(kept(demo))
    assert keepsake.found() == kept(demo)
    assert keepsake.agency(kept(demo)) == demo.agency


def test_an_installation_with_another_agency_is_refused_and_nothing_is_changed(house: House) -> None:
    keepsake.keep(kept(make(day=DAY, language="en", days=2)))
    with pytest.raises(NotOurs):
        keepsake.empty()
    with pytest.raises(CommandError, match="Lighthouse, Rivals"):
        call_command("demo", "--once", "--fresh")
    with tenancy.every_agency():
        assert Agency.objects.count() == 3


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_emptying_takes_the_agency_its_log_ins_and_the_memory(data: Path) -> None:
    keepsake.keep(kept(make(day=DAY, language="en", days=2)))
    keepsake.empty()
    with tenancy.every_agency():
        assert (Agency.objects.count(), Login.objects.count()) == (0, 0)
    assert keepsake.found() is None
    assert list(data.iterdir()) == []

"""Emptying the demo: nothing of it is left."""

from pathlib import Path

import pytest

from keepstep.demo import keepsake, make
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.login import Login
from keepstep.postgres import tenancy
from tests.keepstep.demo.conftest import DAY
from tests.keepstep.demo.test_keepsake import kept


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_emptying_takes_the_agency_its_log_ins_and_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEPSTEP_DATA", str(tmp_path))
    keepsake.keep(kept(make(day=DAY, language="en", days=2)))
    keepsake.empty()
    with tenancy.every_agency():
        assert (Agency.objects.count(), Login.objects.count()) == (0, 0)
    assert keepsake.found() is None
    assert list(tmp_path.iterdir()) == []

"""`keepstep backup` and `restore`: everything comes back, and nothing is lost by mistake."""

import stat
from pathlib import Path

import pytest

from tests.keepstep.installation import installed
from tests.keepstep.management.conftest import Inhabited

pytestmark = pytest.mark.database

ROUND = ("round", "--day", "2026-03-02", "--json")


def test_a_backup_restored_elsewhere_is_the_same_house(inhabited: Inhabited, tmp_path: Path) -> None:
    file = tmp_path / "house.backup"
    said = inhabited.keepstep("backup", str(file))
    assert f"{inhabited.installation.data / 'secret_key'}" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with installed(tmp_path / "elsewhere") as elsewhere:
        restored = elsewhere.keepstep("restore", str(file))
        assert restored.stderr == ""
        assert elsewhere.keepstep(*ROUND).stdout == inhabited.keepstep(*ROUND)
        doctor = elsewhere.keepstep("doctor", KEEPSTEP_MAIL_FOLDER=str(tmp_path))
        assert (doctor.returncode, "✓ tenancy" in doctor.stdout) == (0, True)


def test_nothing_is_written_over_without_force(inhabited: Inhabited, tmp_path: Path) -> None:
    file = tmp_path / "house.backup"
    file.write_text("kept")
    assert inhabited.keepstep("backup", str(file)).startswith(f"CommandError: {file} is there already")
    assert file.read_text() == "kept"
    assert inhabited.keepstep("restore", str(file)).startswith("CommandError: The database holds an agency")


def test_a_restore_that_fails_changes_nothing(inhabited: Inhabited, tmp_path: Path) -> None:
    before, file = inhabited.keepstep(*ROUND), tmp_path / "broken.backup"
    file.write_text("this is no backup")
    assert inhabited.keepstep("restore", "--force", str(file)).endswith("Nothing was changed.\n")
    assert inhabited.keepstep(*ROUND) == before
    assert inhabited.as_owner("select count(*) from pg_database where datname like '%restore%'") == "0\n"


def test_a_backup_of_a_newer_version_is_refused(inhabited: Inhabited, tmp_path: Path) -> None:
    file = tmp_path / "newer.backup"
    inhabited.as_owner("insert into django_migrations (app, name, applied) values ('keepstep', '9999_to_come', now())")
    try:
        assert inhabited.keepstep("backup", str(file)).startswith(str(file))
    finally:
        inhabited.as_owner("delete from django_migrations where name = '9999_to_come'")
    said = inhabited.keepstep("restore", "--force", str(file))
    assert "made by a newer Keepstep (it knows 9999_to_come)" in said
    assert said.endswith("Nothing was changed.\n")

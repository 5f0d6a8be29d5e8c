"""`keepstep backup` and `restore`: everything comes back, and nothing is lost by mistake."""

import os
import shutil
import stat
import tarfile
from pathlib import Path

import pytest

from tests.keepstep.installation import Installation, installed
from tests.keepstep.management.conftest import Inhabited

ROUND = ("round", "--day", "2026-03-02", "--json")
ENCLOSE = """
import django
django.setup()
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.talk import document
from keepstep.intake.mail import receipt
from keepstep.postgres import server, tenancy
from tests.cast import NOW
from tests.keepstep.intake.mail.letters import written
with server.running():
    with tenancy.every_agency():
        agency = Agency.objects.get(name="Lighthouse")
    with agency.entered():
        northwind = Account.objects.get(name="Northwind Bakery")
        document.share(northwind, name="offer.pdf", content=b"%PDF-1.7 offer", by=Person.objects.first(), at=NOW)
    receipt.receive(agency.pk, written("The photos are enclosed."), mailbox="updates", number=1, at=NOW)
"""

AT_AN_OLD_SCHEMA = """
import django
django.setup()
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from keepstep.postgres import server
from keepstep.postgres.provision import OWNER, create_database
with server.running():
    create_database()
    executor = MigrationExecutor(connections[OWNER])
    executor.loader = MigrationLoader(connections[OWNER], replace_migrations=False)
    executor.migrate([("keepstep", "0015_documents_are_shared")])
    connections[OWNER].close()
"""
# All that makes a schema, but for the order of columns.
SCHEMA = """
import django
django.setup()
from django.db import connections
from keepstep.postgres import server
from keepstep.postgres.provision import OWNER
ASKED = [
    "select 'column', table_name, column_name, udt_name, is_nullable, column_default, character_maximum_length,"
    " numeric_precision, numeric_scale, generation_expression"
    " from information_schema.columns where table_schema = 'public'",
    "select 'index', tablename, indexname, indexdef from pg_indexes where schemaname = 'public'",
    "select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
    " where connamespace = 'public'::regnamespace and contype <> 'n'",
    "select 'policy', tablename, policyname, cmd, roles::text, qual, with_check from pg_policies",
    "select 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
    "select 'function', proname, pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace",
    "select 'table', relname, relkind::text, relrowsecurity, relforcerowsecurity, relacl::text from pg_class"
    " where relnamespace = 'public'::regnamespace",
]
with server.running(), connections[OWNER].cursor() as cursor:
    for asked in ASKED:
        cursor.execute(asked)
        print(*sorted(map(repr, cursor.fetchall())), sep="\\n")
    connections[OWNER].close()
"""


@pytest.fixture(scope="module", autouse=True)
def enclosed(inhabited: Inhabited) -> None:
    """A letter has come in, and a document is shared."""
    assert inhabited.installation.run("-c", ENCLOSE).stderr == ""


def files(of: Installation) -> dict[str, bytes]:
    """Everything in the files folder, by its place there."""
    folder = of.data / "files"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.database
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
        assert (len(files(elsewhere)), files(elsewhere)) == (2, files(inhabited.installation))
        assert f"✓ files: All 2 are in {elsewhere.data / 'files'}." in doctor.stdout.splitlines()
        assert {stat.S_IMODE(path.stat().st_mode) for path in (elsewhere.data / "files").glob("*/*/*")} == {0o600}


def test_a_dump_from_before_the_files_were_in_it_is_restored_and_the_doctor_misses_them(
    inhabited: Inhabited, tmp_path: Path
) -> None:
    file, dump = tmp_path / "house.backup", tmp_path / "house.dump"
    inhabited.keepstep("backup", str(file), "--without-files")
    with tarfile.open(file) as tar:
        content = tar.extractfile("database.dump")
        assert content is not None and tar.getnames() == ["database.dump"]
        dump.write_bytes(content.read())
    with installed(tmp_path / "elsewhere") as elsewhere:
        assert elsewhere.keepstep("restore", str(dump)).stderr == ""
        said = elsewhere.keepstep("doctor", KEEPSTEP_MAIL_FOLDER=str(tmp_path)).stdout.splitlines()
        assert f"✗ files: 2 files of clients are missing in {elsewhere.data / 'files'}." in said
        shutil.copytree(inhabited.installation.data / "files", elsewhere.data / "files")
        healed = elsewhere.keepstep("doctor", KEEPSTEP_MAIL_FOLDER=str(tmp_path)).stdout
        assert "✓ files: All 2" in healed


def test_a_backup_that_was_cut_off_changes_nothing(inhabited: Inhabited, tmp_path: Path) -> None:
    before, file = inhabited.keepstep(*ROUND), tmp_path / "house.backup"
    inhabited.keepstep("backup", str(file))
    for length in (700, 10240, file.stat().st_size // 2):
        os.truncate(file, length)
        said = inhabited.keepstep("restore", "--force", str(file))
        assert (said.startswith("CommandError"), said.endswith("Nothing was changed.\n")) == (True, True)
    assert inhabited.keepstep(*ROUND) == before


@pytest.mark.parametrize("name", ["files/../../escaped", "/tmp/escaped", "files/{place}"])  # noqa: S108
def test_a_forged_backup_writes_nothing_anywhere(inhabited: Inhabited, tmp_path: Path, name: str) -> None:
    lure, file = tmp_path / "lure", tmp_path / "forged.backup"
    lure.write_text("not what its name says")
    place = next(iter(files(inhabited.installation)))
    with tarfile.open(file, "w") as tar:
        tar.add(lure, arcname=name.format(place=place))
    before = files(inhabited.installation)
    said = inhabited.keepstep("restore", "--force", str(file))
    assert (said.startswith("CommandError: The backup is damaged"), files(inhabited.installation)) == (True, before)


def test_nothing_is_written_over_without_force(inhabited: Inhabited, tmp_path: Path) -> None:
    file = tmp_path / "house.backup"
    file.write_text("kept")
    assert inhabited.keepstep("backup", str(file)).startswith(f"CommandError: {file} is there already")
    assert file.read_text() == "kept"
    assert inhabited.keepstep("restore", str(file)).startswith("CommandError: The database holds an agency")


@pytest.mark.database
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


@pytest.mark.database
def test_an_upgrade_from_an_old_schema_keeps_every_file_and_ends_where_a_new_one_begins(
    inhabited: Inhabited, tmp_path: Path
) -> None:
    with installed(tmp_path / "old") as old:
        assert old.run("-c", AT_AN_OLD_SCHEMA).stderr == ""
        shutil.copytree(inhabited.installation.data / "files", old.data / "files")
        file = tmp_path / "old.backup"
        assert old.keepstep("backup", str(file)).stdout.startswith(f"{file} holds the whole database and 2 files")
        assert files(old) == files(inhabited.installation)
        upgraded, new = (one.run("-c", SCHEMA).stdout.splitlines() for one in (old, inhabited.installation))
        assert (len(new) > 3000, upgraded) == (True, new)

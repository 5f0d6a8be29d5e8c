"""Bytes under their hash, an agency's apart from another's, and never under a name from outside."""

from pathlib import Path

import pytest
from pytest_django import Settings

from keepstep.domain.agency import store
from keepstep.domain.agency.store import NotKept
from tests.cast import House


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_FOLDER = tmp_path
    return tmp_path


def test_what_was_kept_comes_back(house: House) -> None:
    digest = store.keep(b"cake", agency_id=house.agency.pk)
    assert store.read(digest, agency_id=house.agency.pk) == b"cake"


def test_the_same_bytes_lie_there_once_and_no_draft_beside_them(house: House, folder: Path) -> None:
    for _ in range(2):
        store.keep(b"cake", agency_id=house.agency.pk)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [store.digest_of(b"cake")]


def test_another_agency_does_not_find_them(house: House) -> None:
    digest = store.keep(b"cake", agency_id=house.agency.pk)
    with pytest.raises(NotKept):
        store.read(digest, agency_id=house.elsewhere.pk)


@pytest.mark.parametrize("digest", ["", "../../secret_key", "0" * 63, "g" * 64, "/" * 64])
def test_what_is_no_hash_is_not_there(house: House, digest: str) -> None:
    with pytest.raises(NotKept):
        store.read(digest, agency_id=house.agency.pk)


def test_nobody_else_may_read_them(house: House, folder: Path) -> None:
    store.keep(b"cake", agency_id=house.agency.pk)
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file()} == {0}

"""The files folder is looked through for all that the database speaks of."""

from pathlib import Path

import pytest
from pytest_django import Settings

from keepstep.doctor.files import KEPT, files
from keepstep.doctor.finding import State
from keepstep.domain.agency.api_token import ApiToken
from keepstep.domain.sales.spend import SpendFile
from keepstep.domain.talk import document
from keepstep.intake.event import Event
from keepstep.postgres import tenancy
from tests.cast import House


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path / "files"


def test_no_noun_with_a_file_is_forgotten() -> None:
    of_files = {
        model
        for model in tenancy.tenant_models()
        for one in model._meta.concrete_fields
        if one.name == "digest" and one.get_internal_type() == "CharField"
    }
    assert of_files - {Event, SpendFile, ApiToken} == set(KEPT)


def test_a_file_that_is_gone_is_missed(house: House, folder: Path) -> None:
    assert [(one.state, one.words) for one in files(house.at)] == [(State.WELL, f"All 0 are in {folder}.")]
    document.share(house.northwind, name="offer.pdf", content=b"%PDF-1.7", by=house.vera, at=house.at)
    assert [(one.state, one.words) for one in files(house.at)] == [(State.WELL, f"All 1 are in {folder}.")]
    next(path for path in folder.rglob("*") if path.is_file()).unlink()
    words = f"1 file of clients is missing in {folder}."
    assert [(one.state, one.words) for one in files(house.at)] == [(State.BROKEN, words)]

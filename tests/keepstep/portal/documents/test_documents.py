"""Files both ways: handed in by the client, shared by us; each known by its content, seen by whom it may be."""

from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact
from keepstep.domain.delivery import ball, shown_project
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.talk import document
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.document import Document
from keepstep.domain.talk.hand_in import HandIn
from tests.cast import House

Of = Callable[..., Client]
In = Callable[[Person], Client]
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def clock(house: House, settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.FILES_FOLDER = str(tmp_path)
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


@pytest.fixture
def photos(house: House) -> Ball:
    return ball.throw(house.project, side="client", awaited="photos", contact=house.ines, by=house.vera, at=house.at)


def file(name: str = "list.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_is_handed_in_and_stands_on_both_sides(house: House, photos: Ball, portal_of: Of, client_of: In) -> None:
    ines = portal_of(house.ines)
    assert ines.post(f"/portal/waiting/{photos.pk}/", {"attached": [file(), file("b.pdf")]}).status_code == 302
    assert [one.name for one in Attachment.objects.all()] == ["list.pdf", "b.pdf"]
    first = Attachment.objects.all()[0]
    assert (first.touchpoint, first.kind) == (HandIn.objects.get().touchpoint, "application/pdf")
    for client, where in ((ines, f"/portal/files/{first.pk}/"), (client_of(house.vera), f"/files/{first.pk}/")):
        answer = client.get(where)
        assert answer.content == PDF
        said = [answer.headers[name] for name in ("Content-Disposition", "Content-Type", "X-Content-Type-Options")]
        assert said == ['attachment; filename="list.pdf"', "application/pdf", "nosniff"]
    assert "list.pdf" in client_of(house.vera).get(f"/accounts/{house.northwind.pk}/documents/").content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("photo.jpg", b"MZ\x90\0" + b"\0" * 60), ("page.html", b"<html><script>alert(1)</script>"), ("empty.pdf", b""),
     ("run.exe", b"MZ\x90\0"), ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>")],
)  # fmt: skip
def test_what_could_do_harm_is_refused_with_its_reason(
    house: House, photos: Ball, portal_of: Of, name: str, content: bytes
) -> None:
    answer = portal_of(house.ines).post(
        f"/portal/waiting/{photos.pk}/", {"words": "Here", "attached": [file(), file(name, content)]}
    )
    assert (answer.status_code, "was not taken" in answer.content.decode() or not content) == (422, True)
    assert (Attachment.objects.count(), HandIn.objects.count(), Ball.objects.in_the_air().get()) == (0, 0, photos)


def test_too_much_at_once_is_refused(house: House, photos: Ball, portal_of: Of) -> None:
    with patch("keepstep.portal.components.files.BIGGEST", 10):
        answer = portal_of(house.ines).post(f"/portal/waiting/{photos.pk}/", {"attached": [file()]})
    assert (answer.status_code, "at most 25 MB" in answer.content.decode()) == (422, True)
    many = [file(f"{number}.pdf") for number in range(21)]
    assert portal_of(house.ines).post(f"/portal/waiting/{photos.pk}/", {"attached": many}).status_code == 422


def test_a_name_is_but_a_name(house: House, photos: Ball, portal_of: Of) -> None:
    portal_of(house.ines).post(f"/portal/waiting/{photos.pk}/", {"attached": [file("../../etc/<b>pass\nwd.pdf")]})
    kept = Attachment.objects.get().name
    assert [sign for sign in ("/", "\n", "<") if sign in kept] == []


def test_files_come_with_an_answer_and_a_message_too(house: House, portal_of: Of) -> None:
    portal_of(house.ines).post("/portal/team/messages/", {"words": "See this", "attached": [file()]})
    assert Attachment.objects.get().touchpoint.summary == "See this"
    refused = portal_of(house.ines).post(
        "/portal/team/messages/", {"words": "x", "attached": [file("a.exe", b"MZ\x90\0")]}
    )
    assert refused.status_code == 422


def test_we_share_withdraw_and_share_again(house: House, portal_of: Of, client_of: In) -> None:
    vera, ines = client_of(house.vera), portal_of(house.ines)
    page = f"/accounts/{house.northwind.pk}/documents/"
    assert vera.post(f"{page}new/", {"file": file("run.exe", b"MZ\x90\0")}).status_code == 422
    assert vera.post(f"{page}new/", {"file": file("Contract.pdf")}).status_code == 302
    shared = Document.objects.get()
    assert (shared.by, shared.project, "Contract.pdf" in ines.get("/portal/documents/").content.decode()) == (
        house.vera, None, True,
    )  # fmt: skip
    vera.post(f"/documents/{shared.pk}/withdrawal/")
    assert ines.get(f"/portal/documents/{shared.pk}/").status_code == 404
    vera.post(f"/documents/{shared.pk}/return/")
    assert ines.get(f"/portal/documents/{shared.pk}/").status_code == 200


def test_whoever_may_not_see_documents_sees_none(house: House, photos: Ball, portal_of: Of) -> None:
    shared = document.share(house.northwind, name="c.pdf", content=PDF, by=house.vera, at=house.at)
    contact.amend(house.ines, sees_documents=False)
    ines = portal_of(house.ines)
    ines.post(f"/portal/waiting/{photos.pk}/", {"attached": [file()]})
    given = Attachment.objects.get()
    paths = ("/portal/documents/", f"/portal/documents/{shared.pk}/", f"/portal/files/{given.pk}/")
    assert [ines.get(path).status_code for path in paths] == [404] * 3
    assert "/portal/documents/" not in ines.get("/portal/").content.decode()


def test_chosen_projects_bring_only_their_documents(house: House, portal_of: Of) -> None:
    of_site, whole = (
        document.share(house.northwind, name="c.pdf", content=PDF, by=house.vera, at=house.at, project=project)
        for project in (house.project, None)
    )
    contact.amend(house.tom, sight="chosen")
    shown_project.show(house.tom, [house.project], by=house.vera, at=house.at)
    tom = portal_of(house.tom)
    assert [tom.get(f"/portal/documents/{one.pk}/").status_code for one in (of_site, whole)] == [200, 404]

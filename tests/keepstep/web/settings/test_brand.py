"""The agency's look in the portal: its logo is drawn anew or refused, its colour must be readable."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image, PngImagePlugin

from keepstep.domain.agency import brand
from keepstep.domain.agency.brand import Brand
from keepstep.domain.agency.person import Person
from tests.cast import House

In = Callable[[Person], Client]
PAGE = "/settings/brand/"


def picture(kind: str = "PNG", size: tuple[int, int] = (1200, 300)) -> bytes:
    made, facts = io.BytesIO(), PngImagePlugin.PngInfo()
    facts.add_text("secret", "<script>")
    more = {"pnginfo": facts} if kind == "PNG" else {}
    Image.new("RGB", size, "#7a1f5b").save(made, kind, **more)
    return made.getvalue()


def send(client: Client, **given: object) -> tuple[int, str]:
    answer = client.post(PAGE, {"colour": "", **given})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_drawn_anew(house: House, client_of: In, kind: str) -> None:
    status, _page = send(client_of(house.oleg), logo=SimpleUploadedFile("any.name", picture(kind)))
    kept = bytes(Brand.objects.get().logo)
    with Image.open(io.BytesIO(kept)) as drawn:
        assert (status, drawn.format, drawn.size, drawn.info.get("secret")) == (302, "PNG", (640, 160), None)


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"GIF89a<script>", b"MZ\x90", picture()[:80],
     b"\x89PNG\r\n\x1a\n" + b"\0" * 40],
)  # fmt: skip
def test_what_is_no_picture_is_refused(house: House, client_of: In, content: bytes) -> None:
    status, page = send(client_of(house.oleg), logo=SimpleUploadedFile("logo.png", content))
    assert (status, "This is no picture we can show" in page, Brand.objects.count()) == (422, True, 0)


def test_a_picture_too_large_to_unpack_is_refused(house: House, client_of: In) -> None:
    content = picture(size=(6000, 5000))
    assert send(client_of(house.oleg), logo=SimpleUploadedFile("logo.png", content))[0] == 422


@pytest.mark.parametrize(("colour", "status"), [("#7A1F5B", 302), ("", 302), ("#ffee00", 422), ("red", 422),
                                                ("#123", 422), ("#12345g", 422), ("#000000;}", 422)])  # fmt: skip
def test_a_colour_must_be_readable(house: House, client_of: In, colour: str, status: int) -> None:
    assert send(client_of(house.oleg), colour=colour)[0] == status
    assert [one.colour for one in Brand.objects.all()] == ([colour.lower()] if status == 302 else [])


def test_a_pale_one_is_told_the_nearest_that_is_not(house: House, client_of: In) -> None:
    page = send(client_of(house.oleg), colour="#ffee00")[1]
    near = page.partition("A darker one: ")[2][:7]
    assert send(client_of(house.oleg), colour=near)[0] == 302


def test_the_portal_wears_it_and_another_agency_does_not(
    house: House, client_of: In, portal_of: Callable[..., Client]
) -> None:
    send(client_of(house.oleg), colour="#7a1f5b", logo=SimpleUploadedFile("a.png", picture()))
    worn = Brand.objects.get()
    page = portal_of(house.ines).get("/portal/").content.decode()
    base = f"/brand/{house.agency.pk}/{worn.version}"
    assert (f"{base}/colour.css" in page, f'src="{base}/logo.png" alt="Lighthouse"' in page) == (True, True)
    sheet = Client().get(f"{base}/colour.css").content.decode()
    assert sheet.startswith(":root { --accent: light-dark(#7a1f5b, #")
    assert Client().get(f"{base}/logo.png").headers["Content-Type"] == "image/png"
    for wrong in (f"/brand/{house.agency.pk}/1", f"/brand/{house.elsewhere.pk}/{worn.version}"):
        assert Client().get(f"{wrong}/logo.png").status_code == 404


def test_a_logo_stays_until_it_is_taken_away(house: House, client_of: In) -> None:
    brand.dress(colour="", logo=picture(), by=house.oleg, at=timezone.now())
    client = client_of(house.oleg)
    send(client, colour="#7a1f5b")
    assert bool(Brand.objects.get().logo)
    send(client, colour="#7a1f5b", without_logo="on")
    assert bytes(Brand.objects.get().logo) == b""

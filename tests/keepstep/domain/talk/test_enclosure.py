"""What may go with a letter of ours, and with which one it goes."""

import io
import zlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from keepstep.domain.agency.wording import Wording
from keepstep.domain.talk import enclosure, unsent, update
from keepstep.domain.talk.document import Refused
from keepstep.domain.talk.enclosure import BIGGEST, MOST, Enclosure, NotAtHand, TooBig, TooMany
from keepstep.domain.talk.file_kind import judge
from keepstep.domain.talk.unsent import Unsent
from tests.cast import House


def picture(kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 4), "#1f5fd0").save(made, kind)
    return made.getvalue()


def add(house: House, name: str, content: bytes, beside: tuple[Enclosure, ...] = ()) -> Enclosure:
    return enclosure.add(house.northwind, name=name, content=content, beside=beside, by=house.vera, at=house.at)


def test_a_file_is_what_it_holds_and_not_what_it_is_called(house: House) -> None:
    one = add(house, "../../Menu.exe.png", picture())
    assert (one.name, one.kind, one.is_shown, one.by) == ("Menu.exe.png", "image/png", True, house.vera)
    other = add(house, "menu.png", b"%PDF-1.7")
    assert (other.name, other.kind, other.is_shown) == ("menu.png.pdf", "application/pdf", False)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("menu.exe", b"plain words"),
        ("menu.png", b"MZ\x90\0"),
        ("menu.html", b"<!doctype html><p>Menu"),
        ("menu.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("menu.txt", b""),
        ("photo\u202egnp.exe", picture()),
    ],
)
def test_what_could_do_harm_goes_with_no_letter(house: House, name: str, content: bytes) -> None:
    with pytest.raises(Refused):
        add(house, name, content)
    assert Enclosure.objects.count() == 0


def test_a_picture_that_no_program_can_draw_is_attached(house: House) -> None:
    assert add(house, "menu.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40).is_shown is False


def test_a_picture_that_would_fill_a_memory_is_attached_unread(house: House) -> None:
    """Some kilobytes that unfold into gigabytes of white."""
    size = (60_000).to_bytes(4, "big") * 2
    header = b"IHDR" + size + b"\x01\0\0\0\0"
    bomb = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    for kind, inside in ((b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b"")):
        bomb += len(inside).to_bytes(4, "big") + kind + inside + zlib.crc32(kind + inside).to_bytes(4, "big")
    one = add(house, "menu.png", bomb)
    assert (one.is_shown, one.kind) == (False, "application/octet-stream")


def test_a_letter_has_so_many_files_and_so_many_bytes(house: House) -> None:
    full = tuple(Enclosure(size=1) for _ in range(MOST))
    with pytest.raises(TooMany):
        add(house, "a.pdf", b"%PDF-", full)
    with pytest.raises(TooBig):
        add(house, "a.pdf", b"%PDF-", (Enclosure(size=BIGGEST - 4),))
    assert add(house, "a.pdf", b"%PDF-", (Enclosure(size=BIGGEST - 5),)).size == 5


def test_what_has_gone_with_a_letter_goes_with_no_other(house: House) -> None:
    one = add(house, "a.pdf", b"%PDF-")
    enclosure.put([one], update=sent(house))
    kept = unsent.keep(
        house.northwind, day=house.day, texts={"en": Wording("S", "B")}, facts={}, by=house.vera, at=house.at
    )
    with pytest.raises(NotAtHand):
        enclosure.put([one], unsent=kept)


def test_it_survives_keeping_sending_and_taking_back(house: House) -> None:
    one = add(house, "menu.png", picture())
    one.is_shown = False
    texts = {"en": Wording("Monday", "Menu")}
    for _ in range(2):
        kept = unsent.keep(
            house.northwind, day=house.day, texts=texts, facts={}, by=house.vera, at=house.at, enclosed=[one]
        )
        assert list(kept.enclosures.values_list("pk", "is_shown")) == [(one.pk, False)]
    told = sent(house, one)
    assert (list(told.enclosures.all()), Unsent.objects.count()) == ([one], 0)
    kept = update.withdraw(told, by=house.vera, at=house.at)
    assert (list(kept.enclosures.all()), Enclosure.objects.get().update_id) == ([one], None)


def test_what_is_kept_without_a_file_has_none(house: House) -> None:
    one = add(house, "a.pdf", b"%PDF-")
    texts = {"en": Wording("Monday", "Menu")}
    for enclosed in ([one], []):
        kept = unsent.keep(
            house.northwind, day=house.day, texts=texts, facts={}, by=house.vera, at=house.at, enclosed=enclosed
        )
    assert list(kept.enclosures.all()) == []


@given(st.text(max_size=300), st.binary(max_size=200))
def test_no_name_leads_anywhere(name: str, content: bytes) -> None:
    """Whatever a file is called, its name is one line without a path, and short."""
    safe = judge(name, content).name
    assert (set(safe) & set('/\\\r\n\0<>"'), safe.startswith("."), len(safe) <= 130, bool(safe)) == (
        set(), False, True, True,
    )  # fmt: skip


def sent(house: House, *enclosed: Enclosure) -> update.Update:
    return update.send(
        house.northwind, day=house.day, subject="Monday", body="Menu", by=house.vera, at=house.at, enclosed=enclosed
    )


def test_what_was_chosen_and_went_with_no_letter_is_forgotten_after_a_week(house: House) -> None:
    left, kept, sent = (add(house, f"{name}.png", picture()) for name in ("left", "kept", "sent"))
    words, tomorrow = {"en": Wording("Menu", "Done")}, house.day + timedelta(days=1)
    unsent.keep(house.northwind, day=tomorrow, texts=words, facts={}, by=house.vera, at=house.at, enclosed=[kept])
    update.send(
        house.northwind, day=house.day, subject="Menu", body="Done", by=house.vera, at=house.at, enclosed=[sent]
    )
    assert [enclosure.forget(at=house.at + timedelta(days=days)) for days in (7, 8)] == [0, 1]
    assert not Enclosure.objects.filter(pk=left.pk).exists()

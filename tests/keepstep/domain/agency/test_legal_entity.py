"""Legal entities: entered once, with pictures of our own making."""

import io

import pytest
from PIL import Image

from keepstep.domain.agency import legal_entity
from keepstep.domain.agency.brand import NoPicture
from keepstep.domain.agency.legal_entity import AlreadyEntered, LegalEntity
from tests.cast import House

FACTS = {"form": "company", "name": "ООО «Маяк»", "inn": "7707083893", "currency": "RUB"}


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", (20, 10), "#1f5fd0").save(made, "PNG")
    return made.getvalue()


def test_a_company_of_ours_is_entered_once(house: House) -> None:
    known = legal_entity.enter(**FACTS)
    with pytest.raises(AlreadyEntered):
        legal_entity.enter(**FACTS)
    other = legal_entity.enter(**{**FACTS, "inn": "7701123451"})
    with pytest.raises(AlreadyEntered):
        legal_entity.amend(other, **FACTS)
    other.delete()
    legal_entity.amend(known, **FACTS, phone="+7 495 123-45-67")
    assert LegalEntity.objects.get().phone == "+7 495 123-45-67"


def test_a_picture_stays_until_another_is_given(house: House) -> None:
    known = legal_entity.enter(**FACTS, stamp=png())
    legal_entity.amend(known, **FACTS)
    assert bytes(LegalEntity.objects.get().stamp).startswith(b"\x89PNG")
    with pytest.raises(NoPicture):
        legal_entity.amend(known, **FACTS, stamp=b"<svg/>")


def test_it_is_used_no_more_and_again(house: House) -> None:
    known = legal_entity.enter(**FACTS)
    legal_entity.close(known, at=house.at)
    assert list(LegalEntity.objects.filter(closed_at=None)) == []
    legal_entity.reopen(known)
    assert list(LegalEntity.objects.filter(closed_at=None)) == [known]

"""The digest: one letter in the person's language, at most once."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest

from keepstep.domain.agency import digest as digests
from keepstep.domain.agency import notification, parcel, person
from keepstep.domain.agency.digest import Digest
from keepstep.domain.agency.parcel import CLAIM_LIFE
from keepstep.outlet import carriage, digest
from tests.cast import House
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

FACTS = {"days": 2, "side": "us", "audience": "holder", "client": "Northwind Bakery", "project": "New site"}


def packed(house: House, *, things: int = 2, language: str = "") -> UUID:
    """The morning's digest of Vera's, waiting."""
    with house.agency.entered():
        person.amend(house.vera, language=language)
        for n in range(things):
            facts = {**FACTS, "project": f"Site {n}"}
            notification.tell(
                house.vera, kind="push_stall", key=str(n), facts=facts, address=f"/projects/{n}/", at=house.at,
                is_urgent=n == 1,
            )  # fmt: skip
        (key,) = digests.gather(day=house.day, opens=house.at, at=house.at)
        return key


def _later(house: House, n: int) -> datetime:
    return house.at + n * 2 * CLAIM_LIFE


def test_all_things_come_in_one_letter_the_urgent_first(open_house: House, post: Mailbox) -> None:
    key = packed(open_house)
    digest.send(open_house.agency.pk, key, clock=lambda: open_house.at)
    digest.send(open_house.agency.pk, key, clock=lambda: open_house.at + timedelta(days=1))
    (letter,), (text,) = post.letters, post.texts()
    assert (letter["Subject"], letter["To"]) == ("2 things wait for you", "Vera <vera@lighthouse.test>")
    assert (letter["Auto-Submitted"], letter["Message-ID"]) == ("auto-generated", parcel.message_id(key))
    assert text.startswith("Hello, Vera!\n\n- Northwind Bakery · Site 1 — Make a step (")
    assert text.index("Site 1") < text.index("Site 0")
    with open_house.agency.entered():
        assert Digest.objects.get().delivered_at == open_house.at


def test_it_is_in_the_persons_language(open_house: House, post: Mailbox) -> None:
    digest.send(open_house.agency.pk, packed(open_house, things=1, language="ru"), clock=lambda: open_house.at)
    (letter,), (text,) = post.letters, post.texts()
    assert letter["Subject"].strip() == "Northwind Bakery · Site 0: Сделать шаг"
    assert text.startswith("Vera, здравствуйте!\n\n- Northwind Bakery · Site 0 — Сделать шаг (")


def test_many_things_are_a_letter_that_can_be_read(open_house: House, post: Mailbox) -> None:
    digest.send(open_house.agency.pk, packed(open_house, things=40), clock=lambda: open_house.at)
    assert post.texts()[0].count("Make a step") == digest.MOST_LINES
    assert "And 10 more." in post.texts()[0]


def test_two_workers_send_one_letter(open_house: House, post: Mailbox) -> None:
    key = packed(open_house)
    one, other = (
        carriage.stages(digest.DIGEST, open_house.agency.pk, key, clock=lambda: open_house.at) for _ in range(2)
    )
    assert next(one) == "taken"
    assert list(other) == []
    assert list(one) == ["reached", "announced", "handed", "accepted", "noted"]
    assert len(post.letters) == 1


@pytest.mark.parametrize(("stage", "letters"), [("taken", 1), ("announced", 1), ("handed", 0), ("accepted", 1)])
def test_a_worker_that_dies_is_made_up_for_but_never_repeated(
    open_house: House, post: Mailbox, stage: str, letters: int
) -> None:
    key = packed(open_house)
    dying = carriage.stages(digest.DIGEST, open_house.agency.pk, key, clock=lambda: open_house.at)
    while next(dying) != stage:
        pass
    dying.close()
    for n in (1, 2, 3):
        digest.send(open_house.agency.pk, key, clock=partial(_later, open_house, n))
    assert len(post.letters) == letters


def test_a_server_that_is_busy_gets_it_later(open_house: House, post: Mailbox) -> None:
    key = packed(open_house)
    post.refuses["RCPT"] = "451 later"
    digest.send(open_house.agency.pk, key, clock=lambda: open_house.at)
    post.refuses.clear()
    digest.send(open_house.agency.pk, key, clock=lambda: open_house.at + timedelta(minutes=2))
    assert len(post.letters) == 1


def test_a_sweep_finds_what_waits_in_every_agency(open_house: House, post: Mailbox) -> None:
    packed(open_house)
    assert (digest.sweep(), digest.sweep(), len(post.letters)) == (1, 0, 1)

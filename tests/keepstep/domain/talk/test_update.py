from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.clients import account, contact
from keepstep.domain.talk import update
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.update import AlreadyToldToday, NobodyToTell, NothingToSay, Update
from tests.cast import House


def sent(house: House, **facts: object) -> Update:
    said = {"day": house.day, "subject": " Monday ", "body": " Menu page is ready \n", "by": house.vera, "at": house.at}
    return update.send(house.northwind, **{**said, **facts})  # type: ignore[arg-type]


def test_an_update_waits_once_for_each_contact_that_is_told_daily(house: House) -> None:
    contact.introduce(house.northwind, name="Bob", email="bob@northwind.test")
    told = sent(house)
    assert sorted(Sending.objects.filter(update=told).values_list("address", "channel", "next_try_at")) == [
        ("bob@northwind.test", "email", house.at),
        ("ines@northwind.test", "email", house.at),
    ]


def test_only_those_named_are_told(house: House) -> None:
    sent(house, contacts=[house.tom])
    assert [sending.contact for sending in Sending.objects.all()] == [house.tom]


def test_the_words_are_kept_without_the_space_around_them(house: House) -> None:
    told = sent(house)
    assert (told.subject, told.body) == ("Monday", "Menu page is ready")


def test_an_update_is_in_the_clients_language_unless_told_otherwise(house: House) -> None:
    account.amend(house.northwind, language="ru")
    assert sent(house).language == "ru"
    assert sent(house, day=house.day + timedelta(days=1), language="en").language == "en"


@pytest.mark.parametrize("body", ["", " \n\t "])
def test_an_empty_message_is_never_sent(house: House, body: str) -> None:
    with pytest.raises(NothingToSay):
        sent(house, body=body)
    assert (Update.objects.count(), Sending.objects.count()) == (0, 0)


def test_with_nobody_to_tell_nothing_is_written(house: House) -> None:
    contact.depart(house.ines, at=house.at)
    with pytest.raises(NobodyToTell):
        sent(house)
    assert Update.objects.count() == 0


def test_a_client_gets_one_update_a_day(house: House) -> None:
    first = sent(house)
    with pytest.raises(AlreadyToldToday) as refused:
        sent(house, body="Something else")
    assert refused.value.update == first
    assert [one.day for one in (first, sent(house, day=house.day + timedelta(days=1)))] == [
        house.day,
        house.day + timedelta(days=1),
    ]


def test_every_sending_has_a_message_id_of_its_own_that_stays(house: House) -> None:
    sent(house, contacts=[house.ines, house.tom])
    ids = list(Sending.objects.order_by("pk").values_list("message_id", flat=True))
    assert len(set(ids)) == 2
    assert ids == [f"<{sending.pk}@localhost>" for sending in Sending.objects.order_by("pk")]


def test_the_database_keeps_an_update_to_one_sending_a_contact_and_channel(house: House) -> None:
    told = sent(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sending.objects.create(
            update_id=told.pk, contact=house.ines, channel="email", address="other@northwind.test",
            message_id="<2@localhost>", queued_at=house.at, next_try_at=house.at,
        )  # fmt: skip

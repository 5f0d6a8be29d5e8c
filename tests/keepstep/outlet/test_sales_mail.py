"""A letter of a deal leaves at most once, whatever crashes, and brings a link that opens (§5.8)."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from keepstep.domain.agency.notification import Notification
from keepstep.domain.clients.account import Account
from keepstep.domain.sales import letter_fate, proposal_link, sales_letter
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk.sending import CLAIM_LIFE
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.outlet import sales_mail
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.leads import came
from tests.keepstep.domain.sales.proposals import published
from tests.keepstep.outlet.test_mail import die
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)


def write(house: House, *, account: Account | None = None) -> UUID:
    """A proposal on its way to Ada, who is no client of ours, or to Ines, who is."""
    with house.agency.entered():
        deal = begun(house, account=account, name="Ada", email="ada@bakery.test")
        version = published(house, deal=deal)
        contact = house.ines if account else None
        return sales_letter.send(
            deal, address=contact.email if contact else "ada@bakery.test", name="Ada", contact=contact,
            subject="Our proposal", body="Dear Ada,\n\nhere it is.", language="en", by=house.vera, at=house.at,
            proposal=version.proposal, wait=timedelta(0),
        ).pk  # fmt: skip


def answer(house: House) -> UUID:
    """A letter to Ada, who has asked by the website."""
    with house.agency.entered():
        return sales_letter.send(
            came(house), address="ada@bakery.test", name="Ada", contact=None, subject="Your request", body="Gladly.",
            language="en", by=house.vera, at=house.at, wait=timedelta(0),
        ).pk  # fmt: skip


def send(house: House, key: UUID, *, after: timedelta = timedelta()) -> None:
    sales_mail.send(house.agency.pk, key, clock=lambda: house.at + after)


def state_of(house: House, key: UUID) -> SalesLetter:
    with house.agency.entered():
        return SalesLetter.objects.select_related("deal__person", "touchpoint").get(pk=key)


def history(house: House) -> list[str]:
    with house.agency.entered():
        kinds = DealRecord.objects.filter(kind__in=("sent", "bounced")).order_by("at", "id")
        return list(kinds.values_list("kind", flat=True))


def test_the_letter_brings_a_link_that_opens_and_touches_a_client(open_house: House, post: Mailbox) -> None:
    for key in (write(open_house), write(open_house, account=open_house.northwind)):
        send(open_house, key)
    for letter, text, to in zip(
        post.letters, post.texts(), ("Ada <ada@bakery.test>", "Ines <ines@northwind.test>"), strict=True
    ):
        assert (letter["To"], letter["From"]) == (to, '"Vera, Lighthouse" <updates@lighthouse.test>')
        (token,) = re.findall(r"Open the proposal \(http://[^/]+/proposal/([\w-]+)/\)", text)
        assert proposal_link.find(token, at=open_house.at) is not None
    assert history(open_house) == ["sent", "sent"]
    with open_house.agency.entered():
        assert list(Touchpoint.objects.values_list("contact__name", "summary")) == [("Ines", "Our proposal")]


def test_an_answer_to_a_lead_leaves_once_and_counts_from_when_it_has_left(open_house: House, post: Mailbox) -> None:
    key = answer(open_house)
    die(open_house, post, key, "announced", outlet="sales_mail")
    with open_house.agency.entered():
        assert Lead.objects.get().responded_at is None
    for minutes in (15, 30):
        send(open_house, key, after=timedelta(minutes=minutes))
    assert [letter["To"] for letter in post.letters] == ["Ada <ada@bakery.test>"]
    with open_house.agency.entered():
        assert Lead.objects.get().responded_at == open_house.at + timedelta(minutes=15)


@pytest.mark.parametrize(("stage", "arrived"), [("announced", 0), ("handed", 0), ("accepted", 1)])
def test_a_worker_that_dies_never_makes_it_two(open_house: House, post: Mailbox, stage: str, arrived: int) -> None:
    key = write(open_house)
    die(open_house, post, key, stage, outlet="sales_mail")
    for hours in range(0, 24, 6):
        send(open_house, key, after=timedelta(hours=hours))
    assert len(post.letters) == (1 if stage == "announced" else arrived)
    later = open_house.at + CLAIM_LIFE * 2
    with open_house.agency.entered():
        stuck = list(SalesLetter.objects.troubled(later))
        assert stuck == ([] if stage == "announced" else [state_of(open_house, key)])
        assert [letter_fate.arrived(one, at=later) for one in stuck] == [True] * len(stuck)
    assert history(open_house) == ["sent"]


def test_what_the_server_refuses_is_told_and_may_be_sent_again(open_house: House, post: Mailbox) -> None:
    key = write(open_house)
    post.refuses["RCPT"] = "550 no such user"
    send(open_house, key)
    assert (state_of(open_house, key).fault, history(open_house)) == ("550 no such user", ["bounced"])
    with open_house.agency.entered():
        told = Notification.objects.get(kind=letter_fate.CAME_BACK)
        assert (told.person, told.facts["words"]) == (open_house.vera, "550 no such user")
        assert letter_fate.again(state_of(open_house, key), at=open_house.at)
        assert not letter_fate.again(state_of(open_house, key), at=open_house.at)
    post.refuses.clear()
    send(open_house, key)
    assert (len(post.letters), history(open_house)) == (1, ["bounced", "sent"])

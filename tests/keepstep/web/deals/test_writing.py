"""Proposals, briefs and plain words go to whoever a deal is with; what they answer stands in the deal's history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Person
from keepstep.domain.sales import brief, deal_word, letter_fate, questionnaire, sales_letter
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.deal_word import DealWord
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk.incoming import Fate
from keepstep.domain.talk.reply_address import reply_address
from keepstep.domain.talk.touchpoint import Direction, Touchpoint
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.proposals import drafted, next_version, published
from tests.keepstep.intake.mail.letters import came
from tests.keepstep.intake.mail.test_sorting import CORPUS, OURS

In = Callable[[Person], Client]
MAILBOX = "updates@lighthouse.test"
ADA = {"name": "Ada Lovelace", "email": "ada@bakery.test"}


def draft_in(page: Any) -> dict[str, Any]:
    """What the sheet would send if a person says yes at once."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def arrive(letter: SalesLetter, house: House) -> None:
    """The mail server takes it."""
    SalesLetter.objects.filter(pk=letter.pk).update(taken_at=house.at, handed_at=house.at)
    letter.refresh_from_db()
    letter_fate.deliver(letter, at=house.at)


def test_the_draft_is_in_the_readers_language_and_is_taken_back_in_time(house: House, client_of: In) -> None:
    deal = begun(house, **ADA)
    version, browser = (
        published(house, deal=deal, language="ru", valid_until=timezone.localdate()),
        client_of(house.vera),
    )
    where = f"/deals/proposals/{version.proposal_id}/letter/"
    draft = draft_in(browser.get(where))
    assert draft["subject"] == "Коммерческое предложение: New shop"
    assert draft["body"].startswith("Ada, здравствуйте!")
    browser.post(where, draft)
    browser.post(where, draft)
    sent = SalesLetter.objects.get()
    assert (sent.address, sent.to, sent.language, sent.by) == ("ada@bakery.test", "Ada Lovelace", "ru", house.vera)
    assert (sent.secret in sent.body, version.proposal.links.filter(ended_at=None).count()) == (False, 1)
    assert "on its way" in browser.get(f"/deals/{deal.pk}/").content.decode()
    browser.post(f"/sales/letters/{sent.pk}/withdrawal/")
    sent.refresh_from_db()
    assert (sent.withdrawn_at is None, version.proposal.links.filter(ended_at=None).count()) == (False, 0)
    late = browser.post(f"/sales/letters/{sent.pk}/withdrawal/", follow=True).content.decode()
    assert "too late to take it back" in late


def test_a_contact_of_the_client_reads_in_their_own_language(house: House, client_of: In) -> None:
    deal = begun(house, account=house.northwind, contact=house.ines, email="office@northwind.test")
    version = next_version(house, published(house, deal=deal, language="ru"))
    where = f"/deals/proposals/{version.proposal_id}/letter/"
    page = client_of(house.vera).get(where)
    draft = draft_in(page)
    assert [words for _key, words in page.context["form"].fields["to"].choices] == [
        "Ines, ines@northwind.test", "Tom, tom@northwind.test", "office@northwind.test",
    ]  # fmt: skip
    assert draft["subject"] == "Our proposal: New shop"
    assert "this is version 2, for €1,190" in draft["body"]
    client_of(house.vera).post(where, draft | {"to": str(house.ines.pk)})
    assert SalesLetter.objects.get().contact == house.ines


def test_where_no_address_is_known_it_is_asked_and_kept(house: House, client_of: In) -> None:
    deal = begun(house, name="Ada")
    where = f"/deals/{deal.pk}/letters/"
    draft = draft_in(client_of(house.vera).get(where)) | {"body": "Hello, Ada"}
    assert client_of(house.vera).post(where, draft).status_code == 422
    client_of(house.vera).post(where, draft | {"address": "ada@bakery.test"})
    deal.refresh_from_db()
    assert (deal.email, SalesLetter.objects.get().secret) == ("ada@bakery.test", "")


def test_a_draft_that_is_not_published_is_sent_to_nobody(house: House, client_of: In) -> None:
    version = drafted(house, deal=begun(house, **ADA))
    answer = client_of(house.vera).get(f"/deals/proposals/{version.proposal_id}/letter/", follow=True)
    assert "Publish the proposal first" in answer.content.decode()
    assert SalesLetter.objects.count() == 0


def test_a_brief_keeps_one_link_however_often_it_is_sent(house: House, client_of: In) -> None:
    asked = brief.put(begun(house, **ADA), questionnaire.offered(house.agency)[0], by=house.vera, at=house.at)
    where, browser = f"/briefs/{asked.pk}/letter/", client_of(house.vera)
    for _time in range(2):
        browser.post(where, draft_in(browser.get(where)))
    second, first = SalesLetter.objects.all()
    now = timezone.now()
    assert (first.secret, brief.find(first.secret, at=now)) == (second.secret, asked)
    sales_letter.withdraw(second, at=now)
    assert brief.find(first.secret, at=now) == asked
    sales_letter.withdraw(first, at=now)
    assert brief.find(first.secret, at=now) is None
    assert "on its way" not in browser.get(f"/briefs/{asked.pk}/").content.decode()
    Brief.objects.filter(pk=asked.pk).update(answered_at=now)
    refused = browser.post(where, {"to": "deal", "subject": "Once more", "body": "Please"}, follow=True)
    assert "answered already" in refused.content.decode()


@pytest.fixture
def offered(house: House) -> SalesLetter:
    """A proposal that arrived at Ada, who is no client of ours."""
    version = published(house, deal=begun(house, **ADA))
    sent = sales_letter.send(
        version.proposal.deal, address="ada@bakery.test", name="Ada", contact=None, subject="Our proposal",
        body="Here it is.", language="en", by=house.vera, at=house.at, proposal=version.proposal,
    )  # fmt: skip
    arrive(sent, house)
    return sent


def test_what_they_answer_stands_in_the_deals_history(house: House, offered: SalesLetter, client_of: In) -> None:
    known = came(
        house, "Can you begin in May?", sender="Ada <ada@home.test>", to=reply_address(offered.pk, mailbox=MAILBOX),
        files={"brief.pdf": b"%PDF-1.7", "run.exe": b"MZ"},
    )  # fmt: skip
    later = came(house, "And who will do it?", sender="ada@bakery.test", subject="One more thing")
    assert (known.fate, later.fate, Lead.objects.count()) == (Fate.DEAL, Fate.DEAL, 0)
    assert list(DealWord.objects.values_list("deal", flat=True)) == [offered.deal_id] * 2
    told = Notification.objects.filter(kind=deal_word.WRITES, person=house.vera)
    assert {one.facts["words"] for one in told} == {"Can you begin in May?", "And who will do it?"}
    page = client_of(house.vera).get(f"/deals/{offered.deal_id}/").content.decode()
    assert ("Can you begin in May?" in page, f"/letters/{known.pk}/" in page) == (True, True)
    assert client_of(house.vera).get(f"/letters/{known.pk}/file/?place=0").content == b"%PDF-1.7"
    assert client_of(house.vera).get(f"/letters/{known.pk}/file/?place=1").status_code == 302
    assert client_of(house.pavel).get(f"/letters/{known.pk}/file/?place=0").status_code == 404
    answer = draft_in(client_of(house.vera).get(f"/deals/{offered.deal_id}/letters/"))
    assert answer["subject"] == "Re: One more thing"


def test_a_bounce_stands_in_the_deals_history_and_touches_nobody(house: House) -> None:
    deal = begun(house, account=house.northwind, contact=house.ines)
    sent = sales_letter.send(
        deal, address=house.ines.email, name="Ines", contact=house.ines, subject="A word", body="Hello", language="en",
        by=house.vera, at=house.at,
    )  # fmt: skip
    arrive(sent, house)
    assert Touchpoint.objects.filter(direction=Direction.OUT).count() == 1
    sent.refresh_from_db()
    assert letter_fate.came_back(sent, at=house.at, fault="550 unknown")
    assert not letter_fate.came_back(sent, at=house.at, fault="550 unknown")
    assert Touchpoint.objects.filter(direction=Direction.OUT).count() == 0
    assert [one.kind for one in deal.records.all() if one.kind in ("sent", "bounced")] == ["bounced", "sent"]


def test_a_client_who_answers_is_heard_as_a_client_too(house: House) -> None:
    deal = begun(house, account=house.northwind, contact=house.ines)
    sent = sales_letter.send(
        deal, address=house.ines.email, name="Ines", contact=house.ines, subject="A word", body="Hello", language="en",
        by=house.vera, at=house.at,
    )  # fmt: skip
    arrive(sent, house)
    known = came(house, "Yes, please", to=reply_address(sent.pk, mailbox=MAILBOX))
    assert (known.fate, known.account, known.contact) == (Fate.WORD, house.northwind, house.ines)
    assert [one.words for one in deal.records.filter(kind="wrote")] == ["Yes, please"]


def test_a_letter_that_comes_back_is_found_by_its_bounce(house: House, offered: SalesLetter) -> None:
    raw = (CORPUS / "bounce-postfix.eml").read_bytes().replace(OURS, offered.message_id.encode())
    letter = came(house, raw)
    offered.refresh_from_db()
    assert (letter.fate, offered.delivered_at) == (Fate.BOUNCE, None)
    told = Notification.objects.get(kind=letter_fate.CAME_BACK, person=house.vera)
    assert told.facts["words"] == offered.fault != ""
    assert letter_fate.again(offered, at=house.at)

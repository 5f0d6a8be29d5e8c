"""A lead is answered from its page: in its thread, once, and what it answers comes back to that page."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales import deal, letter_fate, merge, pipeline, sales_letter, stranger, talk
from keepstep.domain.sales import lead as leads
from keepstep.domain.sales.lead import Lead
from keepstep.domain.sales.sales_letter import SalesLetter
from keepstep.domain.talk.incoming import Fate
from keepstep.domain.talk.reply_address import reply_address
from keepstep.intake.mail import sorting
from keepstep.outlet import sales_mail
from keepstep.round import run
from tests.cast import House, join
from tests.keepstep.domain.sales.leads import came, site
from tests.keepstep.intake.mail.letters import came as came_by_mail
from tests.keepstep.intake.mail.test_sorting import CORPUS, OURS
from tests.keepstep.intake.telegram.bots import with_bot
from tests.keepstep.web.deals.test_writing import MAILBOX, arrive, draft_in

Of = Callable[[Person], Client]
SOON = timedelta(seconds=20)


@pytest.fixture
def lena(house: House) -> Person:
    return join("Lena", Role.SALES, head=house.oleg)


def wrote(house: House, words: str = "What is a shop?", **facts: str) -> Lead:
    """Ada writes a letter, and somebody sees that it is a lead."""
    letter = came_by_mail(house, words, sender="Ada <ada@bakery.test>", subject="A new shop", **facts)
    made = sorting.make_lead(letter, source=site(house), by=house.oleg, at=house.at)
    Lead.objects.filter(pk=made.pk).update(person=None)
    made.refresh_from_db()
    return made


def answered(house: House, lead: Lead, browser: Client, *, has_left: bool = True) -> SalesLetter:
    """One yes to the draft; it leaves after the ten seconds."""
    where = f"/leads/{lead.pk}/letters/"
    browser.post(where, draft_in(browser.get(where)) | {"body": "Dear Ada, gladly."})
    sent = SalesLetter.objects.select_related(*letter_fate.BESIDE).first()
    assert sent is not None
    if has_left:
        arrive(sent, house)
        sent.refresh_from_db()
    return sent


def responded(lead: Lead) -> bool:
    return Lead.objects.filter(pk=lead.pk, responded_at__isnull=False).exists()


def test_the_answer_stands_in_their_thread_and_leaves_under_ones_own_name(
    house: House, lena: Person, client_of: Of
) -> None:
    made = wrote(house, Message_ID="<first@bakery.test>")
    page = client_of(lena).get(f"/leads/{made.pk}/letters/")
    assert draft_in(page) | {"draft": ""} == {
        "draft": "", "to": "ada@bakery.test", "subject": "Re: A new shop", "body": "Dear Ada,\n\n",
    }  # fmt: skip
    assert "What is a shop?" in page.content.decode()
    paper = sales_mail.message(answered(house, made, client_of(lena)))
    assert (paper.subject, paper.to, paper.from_email) == (
        "Re: A new shop", ["Ada <ada@bakery.test>"], '"Lena, Lighthouse" <keepstep@localhost>',
    )  # fmt: skip
    assert (paper.extra_headers["In-Reply-To"], paper.extra_headers["References"]) == ("<first@bakery.test>",) * 2
    assert "-- \nLena, Lighthouse" in paper.body


def test_once_it_is_sent_the_first_response_counts_and_taken_back_it_does_not(
    house: House, lena: Person, client_of: Of
) -> None:
    run.run(day=house.day, at=house.at)
    with patch("django.utils.timezone.now", return_value=house.at):
        made, browser = came(house), client_of(lena)
        run.look_again_at(made, at=house.at)
        sent = answered(house, made, browser, has_left=False)
        today = browser.get("/").content.decode()
        assert (f"/leads/{made.pk}/" in today, responded(made)) == (False, False)
        browser.post(f"/sales/letters/{sent.pk}/withdrawal/")
        assert f'href="/leads/{made.pk}/letters/"' in browser.get("/").content.decode()
        again = answered(house, made, browser)
        assert Lead.objects.get(pk=made.pk).responded_at == again.delivered_at == house.at
        assert "We wrote" in browser.get(f"/leads/{made.pk}/").content.decode()


def test_whoever_answers_a_lead_that_nobody_has_takes_it_and_hears_of_the_reply(
    house: House, lena: Person, client_of: Of
) -> None:
    made = wrote(house)
    sent = answered(house, made, client_of(lena))
    assert Lead.objects.values_list("state", "person").get(pk=made.pk) == ("taken", lena.pk)
    reply = came_by_mail(
        house, "In May, please", sender="Ada <ada@home.test>", to=reply_address(sent.pk, mailbox=MAILBOX)
    )
    told = Notification.objects.get(kind=stranger.WRITES, person=lena)
    assert (reply.fate, told.facts["words"]) == (Fate.LEAD, "Re: 2 March: menu\nIn May, please")
    page = client_of(lena).get(f"/leads/{made.pk}/").content.decode()
    assert ("In May, please" in page, f"/letters/{reply.pk}/" in page) == (True, True)


def test_what_a_lead_answers_goes_where_it_went(house: House, lena: Person, client_of: Of) -> None:
    """To the lead that it was merged into; of one that has become a deal, to the deal."""
    made, kept = wrote(house), came(house, name="Ada L.", emails=["ada.l@bakery.test"])
    sent = answered(house, made, client_of(lena))
    merge.merge(made, into=kept, by=lena, at=house.at)
    came_by_mail(house, "One", to=reply_address(sent.pk, mailbox=MAILBOX), sender="ada@home.test")
    assert [one.words for one in kept.records.filter(kind="talked")] == ["Re: 2 March: menu\nOne"]
    other = came(house, name="Bob", emails=["bob@shop.test"])
    sent = answered(house, other, client_of(lena))
    facts = {"person": lena, "title": "Shop", "currency": "EUR"}
    begun = deal.make_of(other, along=pipeline.offered(house.agency)[0], by=lena, at=house.at, **facts)
    reply = came_by_mail(house, "Two", to=reply_address(sent.pk, mailbox=MAILBOX), sender="bob@home.test")
    assert (reply.fate, [one.words for one in begun.records.filter(kind="wrote")]) == (Fate.DEAL, ["Two"])
    page = client_of(lena).get(f"/deals/{begun.pk}/").content.decode()
    assert ("Dear Ada, gladly." in page, "Two" in page) == (True, True)


def test_an_answer_that_comes_back_has_answered_nobody(house: House, lena: Person, client_of: Of) -> None:
    made = came(house)
    sent = answered(house, made, client_of(lena))
    raw = (CORPUS / "bounce-postfix.eml").read_bytes().replace(OURS, sent.message_id.encode())
    assert (came_by_mail(house, raw).fate, responded(made)) == (Fate.BOUNCE, False)
    told = Notification.objects.get(kind=letter_fate.CAME_BACK, person=lena)
    assert told.facts["client"] == "Ada"
    assert "did not arrive" in client_of(lena).get("/notifications/").content.decode()
    assert "did not arrive: Your request" in client_of(lena).get(f"/leads/{made.pk}/").content.decode()


def test_a_call_before_the_letter_that_comes_back_still_answered(house: House, lena: Person, client_of: Of) -> None:
    made = came(house)
    sent = answered(house, made, client_of(lena))
    called = house.at + timedelta(minutes=5)
    talk.log(made, form="call", whose="out", summary="Called", by=lena, at=called)
    sent = SalesLetter.objects.select_related(*letter_fate.BESIDE).get(pk=sent.pk)
    assert letter_fate.came_back(sent, at=called, fault="550")
    assert Lead.objects.get(pk=made.pk).responded_at == called


def test_where_no_address_is_known_it_is_asked_and_kept(house: House, lena: Person, client_of: Of) -> None:
    made = came(house, emails=[], phones=["+493012345678"])
    where, browser = f"/leads/{made.pk}/letters/", client_of(lena)
    assert f'href="/leads/{made.pk}/talk/"' in browser.get(where).content.decode()
    browser.post(where, draft_in(browser.get(where)) | {"body": "Hello", "address": "ada@bakery.test"})
    made.refresh_from_db()
    assert (made.emails, SalesLetter.objects.get().address) == (["ada@bakery.test"], "ada@bakery.test")


def test_letters_of_leads_are_seen_by_whoever_sees_the_lead(house: House, lena: Person, client_of: Of) -> None:
    mine, other = came(house, person=house.vera), came(house, emails=["bob@shop.test"])
    first, second = answered(house, mine, client_of(house.vera)), answered(house, other, client_of(lena))
    vera, marta = client_of(house.vera), client_of(house.marta)
    assert [vera.post(f"/sales/letters/{one.pk}/again/").status_code for one in (first, second)] == [302, 404]
    assert [marta.post(f"/sales/letters/{one.pk}/again/").status_code for one in (first, second)] == [404, 404]


def test_a_letter_is_to_a_lead_or_about_a_deal(house: House) -> None:
    for whose in ({"lead": came(house), "deal": deal.Deal(pk=house.northwind.pk)}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SalesLetter.objects.create(
                **whose, address="ada@bakery.test", subject="A", body="B", language="en", queued_at=house.at,
                next_try_at=house.at, message_id="<a>",
            )  # fmt: skip
    assert sales_letter.last_to("ada@bakery.test") is None


def test_whoever_wrote_to_the_bot_is_answered_there_or_by_mail(house: House, lena: Person, client_of: Of) -> None:
    with_bot(house)
    heard = stranger.chat(
        13, agency=house.agency, name="Ben · @ben", words="A site?", source=site(house), at=house.at
    )  # fmt: skip
    assert heard is not None
    where, browser = f"/leads/{heard.lead.pk}/letters/", client_of(lena)
    assert draft_in(browser.get(where)) | {"draft": ""} == {"draft": "", "to": "telegram", "body": "Dear Ben,\n\n"}
    leads.amend(heard.lead, emails=["ben@shop.test"], by=lena, at=house.at)
    page = browser.get(where)
    choices = page.context["form"].fields["to"].choices
    assert [words for _key, words in choices] == ["Ben, Telegram", "Ben, ben@shop.test"]
    no_subject = draft_in(page) | {"subject": "", "body": "Gladly."}
    assert browser.post(where, no_subject | {"to": "ben@shop.test"}).status_code == 422
    browser.post(where, no_subject)
    sent = SalesLetter.objects.get()
    assert (sent.channel, sent.address, sent.subject, sent.called) == ("telegram", "13", "", "Gladly.")
    assert "Ben, Telegram" in browser.get(f"/leads/{heard.lead.pk}/").content.decode()

"""A letter finds its client by our token, by the thread, by its sender; or waits for a person (§5.3, §7)."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from keepstep.domain.agency import own_list
from keepstep.domain.agency.notification import Notification
from keepstep.domain.clients import contact
from keepstep.domain.clients.contact import Contact
from keepstep.domain.sales import assignment, lead_door, stranger
from keepstep.domain.sales import sorting as leads_sorting
from keepstep.domain.sales.lead import Channel, Lead
from keepstep.domain.sales.reject_reason import RejectReason
from keepstep.domain.sales.source import Source
from keepstep.domain.talk import incoming, message, sending, touchpoint, update
from keepstep.domain.talk.answer import Answer
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.engagement import Engagement
from keepstep.domain.talk.incoming import Fate, Incoming
from keepstep.domain.talk.reply_address import reply_address, sendings_in, token
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Direction, Touchpoint
from keepstep.intake.mail import receipt, sorting
from keepstep.intake.mail.sorting import AnsweredAlready, SortedAlready
from keepstep.round import run
from keepstep.round.item import Item
from tests.cast import NOW, House, welcome
from tests.keepstep.intake.mail.letters import came, written

CORPUS = Path(__file__).resolve().parent / "corpus"
OURS = b"<0195a000-0000-7000-8000-000000000001@lighthouse.test>"
MAILBOX = "updates@lighthouse.test"


@pytest.fixture
def told(house: House) -> Sending:
    """Today's update, delivered to Ines."""
    run.run(day=house.day, at=house.at)
    update.send(house.northwind, day=house.day, subject="2 March: menu", body="Done", by=house.vera, at=house.at)
    sent = Sending.objects.get()
    sending.take(sent.pk, at=house.at)
    sent.refresh_from_db()
    sending.hand_over(sent, at=house.at)
    sending.deliver(sent, at=house.at)
    sent.refresh_from_db()
    return sent


def inbound() -> list[tuple[str, str | None]]:
    found = Touchpoint.objects.filter(direction=Direction.IN).order_by("at", "id")
    return list(found.values_list("summary", "contact__name"))


def test_a_reply_to_the_token_is_the_contacts_word(house: House, told: Sending) -> None:
    letter = came(house, to=reply_address(told.pk, mailbox=MAILBOX), sender="Ines <ines@northwind.test>")
    assert (letter.fate, letter.account, letter.contact, letter.sending) == (
        Fate.WORD, house.northwind, house.ines, told,
    )  # fmt: skip
    assert inbound() == [("The photos come on Thursday.", "Ines")]
    assert (
        Item.objects.open().filter(duty="answer_client").values_list("touchpoint", flat=True)[0] == letter.touchpoint_id
    )


def test_a_reply_to_an_update_is_an_answer_to_it_and_a_sign_that_it_was_read(house: House, told: Sending) -> None:
    letter = came(house, to=reply_address(told.pk, mailbox=MAILBOX))
    assert list(Answer.objects.values_list("update", "touchpoint")) == [(told.update_id, letter.touchpoint_id)]
    assert list(Engagement.objects.values_list("update", "contact")) == [(told.update_id, house.ines.pk)]


def test_a_token_survives_capitals_and_finds_a_stranger_at_the_client(house: House, told: Sending) -> None:
    address = reply_address(told.pk, mailbox=MAILBOX).upper()
    letter = came(house, to=address, sender="Assistant <office@elsewhere.test>")
    assert (letter.fate, letter.account, letter.contact) == (Fate.WORD, house.northwind, None)


def test_a_reply_in_the_thread_is_found_without_a_token(house: House, told: Sending) -> None:
    letter = came(house, sender="Ines at home <ines@home.test>", In_Reply_To=told.message_id)
    assert (letter.fate, letter.account) == (Fate.WORD, house.northwind)
    deep = came(house, "Deep", sender="x@home.test", References=f"{told.message_id} <other@home.test>")
    assert (deep.fate, deep.account) == (Fate.WORD, house.northwind)


def test_a_letter_out_of_the_blue_is_known_by_its_sender(house: House) -> None:
    letter = came(house, sender="INES@Northwind.test", subject="New hours")
    assert (letter.fate, letter.account, letter.contact) == (Fate.WORD, house.northwind, house.ines)


def test_a_stranger_waits_to_be_sorted(house: House) -> None:
    letter = came(house, sender="Nobody <nobody@nowhere.test>")
    assert (letter.fate, letter.account, inbound()) == (Fate.UNSORTED, None, [])


def test_whoever_writes_for_two_clients_is_sorted_by_a_person(house: House) -> None:
    contact.introduce(welcome("Fig Interiors", manager=house.vera), name="Ines", email="ines@northwind.test")
    assert came(house).fate == Fate.UNSORTED


def test_a_token_is_not_guessed() -> None:
    key = uuid4()
    good = token(key)
    assert sendings_in([f"updates+{good}@x.test"]) == [key]
    near = [good[:place] + ("a" if good[place] != "a" else "b") + good[place + 1 :] for place in range(len(good))]
    others = [*near, good[1:], good + "a", "a" * len(good), "é" * len(good), ""]
    assert sendings_in(f"updates+{said}@x.test" for said in others) == []


def test_a_token_and_a_thread_of_another_agency_match_nothing(house: House) -> None:
    with house.elsewhere.entered():
        update.send(house.rival, day=house.day, subject="Ads", body="Done", by=house.marta, at=house.at)
        theirs = Sending.objects.get()
    letter = came(
        house,
        to=reply_address(theirs.pk, mailbox=MAILBOX),
        sender="Nora <nora@lumen.test>",
        In_Reply_To=theirs.message_id,
    )
    assert (letter.fate, letter.account, letter.sending) == (Fate.UNSORTED, None, None)
    with house.elsewhere.entered():
        assert (Incoming.objects.count(), Touchpoint.objects.filter(direction=Direction.IN).count()) == (0, 0)


def test_a_letter_that_comes_twice_is_one(house: House) -> None:
    raw = written()
    came(house, raw)
    by_another_way = b"Received: from mx2.test\nDelivered-To: other@lighthouse.test\n" + raw
    assert receipt.receive(house.agency.pk, by_another_way, mailbox="other", number=7, at=NOW) is None
    assert len(inbound()) == 1


def test_the_same_id_with_other_words_is_another_letter(house: House) -> None:
    came(house, Message_ID="<1@northwind.test>")
    came(house, "Something else", Message_ID="<1@northwind.test>")
    assert len(inbound()) == 2


def test_sorting_again_changes_nothing(house: House) -> None:
    letter = came(house)
    assert (sorting.sort(letter.pk, at=NOW), sorting.sweep(at=NOW + timedelta(hours=1)), len(inbound())) == ("", 0, 1)


def test_what_nobody_sorted_is_swept(house: House) -> None:
    receipt.receive(house.agency.pk, written(), mailbox="test", at=NOW)
    assert (sorting.sweep(at=NOW), sorting.sweep(at=NOW + timedelta(minutes=3)), len(inbound())) == (0, 1, 1)


@pytest.mark.parametrize("letter", sorted(CORPUS.glob("auto-*.eml")), ids=lambda letter: letter.stem)
def test_an_automatic_reply_is_never_a_word(house: House, told: Sending, letter: Path) -> None:
    found = came(house, letter.read_bytes())
    assert (found.fate, inbound(), Item.objects.filter(duty="answer_client").count()) == (Fate.AUTOMATIC, [], 0)


@pytest.mark.parametrize("letter", sorted(CORPUS.glob("bounce-*.eml")), ids=lambda letter: letter.stem)
def test_a_bounce_makes_its_letter_fail_visibly(house: House, told: Sending, letter: Path) -> None:
    named = letter.read_bytes().replace(
        b"<0195a000-0000-7000-8000-000000000001@lighthouse.test>", told.message_id.encode()
    )
    if b"Transfer-Encoding: base64" in named:
        pytest.skip("its text is encoded; the corpus shows that it is read")
    found = came(house, named)
    told.refresh_from_db()
    is_delay = "delayed" in letter.stem
    assert (found.fate, found.sending, inbound()) == (Fate.BOUNCE, told, [])
    assert (told.failed_at, told.delivered_at) == ((None, NOW) if is_delay else (NOW, None))
    assert list(Sending.objects.troubled(NOW)) == ([] if is_delay else [told])
    assert DueDay.objects.get(account=house.northwind).kept_at == (NOW if is_delay else None)
    assert Touchpoint.objects.count() == int(is_delay)


def test_a_bounce_is_counted_once(house: House, told: Sending) -> None:
    for number in "12":
        raw = (CORPUS / "bounce-postfix.eml").read_bytes().replace(b"bounce-postfix@", number.encode() + b"@")
        came(house, raw.replace(OURS, told.message_id.encode()))
    assert Sending.objects.troubled(NOW).count() == 1


def test_an_answer_that_came_back_leaves_the_question_open(house: House) -> None:
    asked = came(house).touchpoint
    assert asked is not None
    message.send(house.ines, kind="answer", subject="Re: menu", body="Yes", by=house.vera, at=NOW, answers=asked)
    sent = Sending.objects.get()
    Sending.objects.update(taken_at=NOW, handed_at=NOW)
    sending.deliver(sent, at=NOW)
    assert not Touchpoint.objects.unanswered().exists()
    raw = (CORPUS / "bounce-postfix.eml").read_bytes()
    came(house, raw.replace(OURS, sent.message_id.encode()))
    assert list(Touchpoint.objects.unanswered()) == [asked]


def test_a_colleague_in_the_copy_is_no_client(house: House) -> None:
    assert (came(house, sender="vera@lighthouse.test").fate, inbound()) == (Fate.OURS, [])


def test_files_come_with_the_word_and_tricks_are_refused(house: House) -> None:
    came(house, files={"../../price list.pdf": b"%PDF-1.4", "cake.jpg.exe": b"MZ\x90", "page.html": b"<html><script>"})
    found = list(Attachment.objects.values_list("name", "kind", "refusal"))
    assert found == [
        ("price list.pdf", "application/pdf", ""), ("cake.jpg.exe", "", "program"), ("page.html", "", "script"),
    ]  # fmt: skip


def test_a_letter_about_a_project_belongs_to_it(house: House) -> None:
    message.send(house.ines, kind="push", subject="Photos", body="Please", by=house.vera, at=NOW, project=house.project)
    letter = came(house, In_Reply_To=Sending.objects.get().message_id)
    assert letter.touchpoint is not None
    assert letter.touchpoint.project == house.project


def test_a_letter_without_words_is_named_by_its_subject(house: House) -> None:
    came(house, "", subject="Photos", files={"a.png": b"\x89PNG\r\n\x1a\n"})
    assert inbound() == [("Photos", "Ines")]


def test_a_person_sorts_and_takes_it_back(house: House) -> None:
    letter = came(house, sender="Ben Baker <ben@home.test>")
    touch = sorting.attach(letter, account=house.northwind, contact=None, newcomer="Ben", by=house.vera, at=NOW)
    assert (touch.contact, inbound()) == (
        Contact.objects.get(email="ben@home.test"),
        [("The photos come on Thursday.", "Ben")],
    )
    with pytest.raises(SortedAlready):
        sorting.attach(letter, account=house.northwind, contact=house.ines, by=house.vera, at=NOW)
    sorting.detach(letter, at=NOW)
    letter.refresh_from_db()
    assert (letter.fate, inbound(), Contact.objects.present().filter(name="Ben").count()) == (Fate.UNSORTED, [], 0)


def test_the_next_letter_of_whoever_was_sorted_goes_there_by_itself(house: House) -> None:
    letter = came(house, sender="ines@home.test")
    sorting.attach(letter, account=house.northwind, contact=house.ines, by=house.vera, at=NOW)
    assert came(house, "Again", sender="ines@home.test").contact == house.ines


def test_what_was_answered_stays_sorted(house: House) -> None:
    letter = came(house, sender="ines@home.test")
    touch = sorting.attach(letter, account=house.northwind, contact=house.ines, by=house.vera, at=NOW)
    touchpoint.settle(touch, by=house.vera, at=NOW)
    with pytest.raises(AnsweredAlready):
        sorting.detach(letter, at=NOW)
    assert len(inbound()) == 1


def test_what_is_ignored_can_be_taken_out_again(house: House) -> None:
    letter = came(house, sender="shop@spam.test")
    assert incoming.ignore(letter, by=house.vera, at=NOW)
    assert not incoming.ignore(letter, by=house.vera, at=NOW)
    assert incoming.restore(letter)
    assert list(Incoming.objects.unsorted()) == [letter]


def test_a_bounce_says_why_in_the_servers_words(house: House, told: Sending) -> None:
    raw = (CORPUS / "bounce-postfix.eml").read_bytes()
    came(house, raw.replace(OURS, told.message_id.encode()))
    told.refresh_from_db()
    assert told.fault == "550 5.1.1 <ines@northwind.test>: Recipient address rejected: User unknown"


def test_with_an_open_door_a_strangers_letter_becomes_a_lead_and_the_next_one_a_word_of_it(house: House) -> None:
    site = own_list.offered(Source, house.agency).get(name="Website")
    lead_door.open_to(Channel.EMAIL, site, by=house.oleg, at=NOW)
    first = came(house, "We need a site.", sender="Ben Baker <ben@home.test>", subject="A question")
    made = Lead.objects.get()
    assert (first.fate, made.title, made.emails, made.message, made.source, made.channel) == (
        Fate.LEAD, "Ben Baker", ["ben@home.test"], "A question\nWe need a site.", site, Channel.EMAIL,
    )  # fmt: skip
    assignment.give(made, person=house.vera, by=house.oleg, at=NOW)
    came(house, "When can you call?", sender="Ben <Ben+work@home.test>", subject="Re: A question")
    assert list(made.records.filter(kind="talked").values_list("words", flat=True)) == [
        "Re: A question\nWhen can you call?"
    ]
    told = Notification.objects.get(person=house.vera, kind=stranger.WRITES)
    assert (told.facts["lead"], Lead.objects.count()) == ("Ben Baker", 1)


def test_who_is_known_at_two_clients_is_no_stranger(house: House) -> None:
    site = own_list.offered(Source, house.agency).get(name="Website")
    lead_door.open_to(Channel.EMAIL, site, by=house.oleg, at=NOW)
    for account in (house.northwind, welcome(name="Lumen Dental", manager=house.vera)):
        contact.introduce(account, name="Ben", email="ben@home.test")
    assert (came(house, sender="ben@home.test").fate, Lead.objects.count()) == (Fate.UNSORTED, 0)


def test_a_rejected_lead_who_writes_again_is_a_new_one(house: House) -> None:
    site = own_list.offered(Source, house.agency).get(name="Website")
    lead_door.open_to(Channel.EMAIL, site, by=house.oleg, at=NOW)
    came(house, "Buy my goods", sender="ben@home.test")
    reason = own_list.offered(RejectReason, house.agency)[0]
    leads_sorting.reject(Lead.objects.get(), reason=reason, by=house.oleg, at=NOW)
    came(house, "Seriously now: a site", sender="ben@home.test")
    assert Lead.objects.count() == 2


def test_a_letter_that_waits_is_made_a_lead_once(house: House) -> None:
    site = own_list.offered(Source, house.agency).get(name="Website")
    letter = came(house, "We need a site.", sender="Ben Baker <ben@home.test>")
    made = sorting.make_lead(letter, source=site, by=house.vera, at=NOW)
    assert (made.title, Incoming.objects.get().fate, Incoming.objects.get().sorted_by) == (
        "Ben Baker", Fate.LEAD, house.vera,
    )  # fmt: skip
    with pytest.raises(SortedAlready):
        sorting.make_lead(letter, source=site, by=house.vera, at=NOW)
    assert Lead.objects.count() == 1

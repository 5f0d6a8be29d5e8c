"""Letters on pages: sorted, read as they came, answered in their thread; files saved, never opened in our name."""

from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from django.test import Client

from keepstep.domain.agency.person import Person, Role
from keepstep.domain.delivery import project
from keepstep.domain.sales import assignment
from keepstep.domain.sales.lead import Lead
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.incoming import Fate, Incoming
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Direction, Touchpoint
from keepstep.intake.mail import sorting
from keepstep.outlet.letter import message
from keepstep.round.run import run
from tests.cast import House, join
from tests.keepstep.domain.sales.leads import site
from tests.keepstep.intake.mail.letters import came, written

PDF, SVG = b"%PDF-1.4 price list", b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'


@pytest.fixture
def vera(house: House, client_of: Callable[[Person], Client]) -> Client:
    return client_of(house.vera)


@pytest.fixture
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


def page(browser: Client, where: str) -> str:
    return browser.get(where).content.decode()


def test_a_stranger_is_given_to_a_client_and_taken_back(house: House, vera: Client) -> None:
    letter = came(house, sender="Ben Baker <ben@home.test>", subject="Opening hours")
    assert "1 letter waits to be sorted" in page(vera, "/")
    assert "Opening hours" in page(vera, "/letters/")
    vera.post(f"/letters/{letter.pk}/client/", {"whose": str(house.northwind.pk), "newcomer": "Ben"})
    letter.refresh_from_db()
    assert (letter.fate, letter.account, letter.sorted_by) == (Fate.WORD, house.northwind, house.vera)
    assert "Opening hours" not in page(vera, "/letters/")
    vera.post(f"/letters/{letter.pk}/detaching/")
    assert "Opening hours" in page(vera, "/letters/")


def test_a_known_person_is_chosen_by_name(house: House, vera: Client) -> None:
    letter = came(house, sender="ines@home.test")
    vera.post(f"/letters/{letter.pk}/client/", {"whose": str(house.ines.pk)})
    letter.refresh_from_db()
    assert letter.contact == house.ines


def test_somebody_new_needs_a_name(house: House, vera: Client) -> None:
    letter = came(house, sender="x@home.test")
    answer = vera.post(f"/letters/{letter.pk}/client/", {"whose": str(house.northwind.pk), "newcomer": " "})
    assert (answer.status_code, "Say what to call them." in answer.content.decode()) == (422, True)


def test_nobody_gives_a_letter_to_a_client_out_of_sight(house: House, client_of: Callable[[Person], Client]) -> None:
    letter = came(house, sender="x@home.test")
    boris = client_of(join("Boris", Role.ACCOUNT_MANAGER))
    for key in (house.northwind.pk, house.ines.pk, house.rival.pk):
        answer = boris.post(f"/letters/{letter.pk}/client/", {"whose": str(key), "newcomer": "X"})
        assert answer.status_code == 422


def test_what_is_not_for_us_is_put_aside_and_found_again(house: House, vera: Client) -> None:
    letter = came(house, sender="shop@spam.test", subject="Cheap flyers")
    vera.post(f"/letters/{letter.pk}/ignoring/")
    assert "Cheap flyers" not in page(vera, "/letters/")
    assert "Cheap flyers" in page(vera, "/letters/?fate=ignored")
    vera.post(f"/letters/{letter.pk}/return/")
    assert "Cheap flyers" in page(vera, "/letters/")


def test_the_original_is_shown_whole_and_harmless(house: House, vera: Client) -> None:
    raw = (
        b"From: Ines <ines@northwind.test>\nSubject: <b>Menu</b>\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
        b"<p onclick=x()>Fine</p><script>alert(1)</script><img src=http://spy.test/a.gif><style>p{color:red}</style>"
        b"<a href='javascript:x()'>bad</a><form action=/x><input name=p></form><blockquote>quoted</blockquote>"
    )
    letter = came(house, raw)
    found = page(vera, f"/letters/{letter.pk}/")
    assert "&gt; quoted" in found
    assert "&lt;b&gt;Menu&lt;/b&gt;" in found
    shown = found[found.index("letter-foreign") : found.index("</details>")]
    assert [bad for bad in ("<script", "onclick", "spy.test", "javascript:", "<form", "<style") if bad in shown] == []


def test_the_clients_page_shows_the_word_its_files_and_the_original(house: House, vera: Client) -> None:
    letter = came(house, written(files={"prices.pdf": PDF, "game.exe": b"MZ"}))
    found = page(vera, f"/accounts/{house.northwind.pk}/")
    kept = Attachment.objects.get(refusal="")
    assert f"/letters/{letter.pk}/" in found
    assert f"/attachments/{kept.pk}/" in found
    assert "a program, or holds one" in found
    assert f"/touchpoints/{letter.touchpoint_id}/answer/" in found


def test_an_answer_stands_in_the_thread_and_settles_the_word(house: House, vera: Client) -> None:
    run(day=house.day, at=house.at)
    letter = came(house, subject="RE: Re: 2 March: menu", Message_ID="<theirs@n.test>", References="<ours@l.test>")
    asked = letter.touchpoint_id
    assert f'href="/touchpoints/{asked}/answer/"' in page(vera, "/")
    form = page(vera, f"/touchpoints/{asked}/answer/")
    assert 'value="Re: 2 March: menu"' in form
    vera.post(
        f"/touchpoints/{asked}/answer/", {"contact": house.ines.pk, "subject": "Re: 2 March: menu", "body": "Fine!"}
    )
    sent = Sending.objects.select_related("letter__account", "contact").get()
    assert (sent.letter.kind, sent.letter.answers_id) == ("answer", asked)
    made = message(sent)
    assert made.extra_headers["In-Reply-To"] == "<theirs@n.test>"
    assert made.extra_headers["References"] == "<ours@l.test> <theirs@n.test>"
    assert f'href="/touchpoints/{asked}/answer/"' not in page(vera, "/")
    assert "on its way already" in page(vera, f"/touchpoints/{asked}/answer/")


def test_an_answer_is_taken_back(house: House, vera: Client) -> None:
    letter = came(house)
    vera.post(
        f"/touchpoints/{letter.touchpoint_id}/answer/", {"contact": house.ines.pk, "subject": "Re", "body": "Fine!"}
    )
    vera.post(f"/answers/{Message.objects.get().pk}/withdrawal/")
    assert Sending.objects.under_way().count() == 0


def test_one_draft_is_sent_once(house: House, vera: Client) -> None:
    letter = came(house)
    draft = {
        "contact": house.ines.pk,
        "subject": "Re",
        "body": "Fine!",
        "draft": "0195a000-0000-7000-8000-00000000000a",
    }
    for _ in range(2):
        vera.post(f"/touchpoints/{letter.touchpoint_id}/answer/", draft)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(("field", "value"), [("body", " "), ("subject", ""), ("contact", ""), ("contact", "x")])
def test_an_answer_needs_a_reader_a_subject_and_words(house: House, vera: Client, field: str, value: str) -> None:
    letter = came(house)
    given = {"contact": house.ines.pk, "subject": "Re: menu", "body": "Fine!", field: value}
    answer = vera.post(f"/touchpoints/{letter.touchpoint_id}/answer/", given)
    assert (answer.status_code, Message.objects.count()) == (422, 0)


def test_a_word_of_ours_is_not_answered(house: House, vera: Client) -> None:
    from_us = Touchpoint.objects.create(
        account=house.northwind, direction=Direction.OUT, form="email", at=house.at, day=house.day
    )
    assert vera.get(f"/touchpoints/{from_us.pk}/answer/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("prices.pdf", PDF, "application/pdf"), ("logo.svg", SVG, "application/octet-stream"),
     ("notes.txt", b"hello", "application/octet-stream")],
)  # fmt: skip
def test_a_file_is_saved_and_never_opened(house: House, vera: Client, name: str, content: bytes, kind: str) -> None:
    came(house, written(files={name: content}))
    answer = vera.get(f"/attachments/{Attachment.objects.get().pk}/")
    assert answer.getvalue() == content
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_name_in_russian_breaks_no_header(house: House, vera: Client) -> None:
    came(house, written(files={'Прайс "2026"\r\nX: y.pdf': PDF}))
    answer = vera.get(f"/attachments/{Attachment.objects.get().pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%9F")


def test_what_was_refused_is_not_there_to_save(house: House, vera: Client) -> None:
    came(house, written(files={"game.exe": b"MZ"}))
    assert vera.get(f"/attachments/{Attachment.objects.get().pk}/").status_code == 404


def test_a_file_that_was_not_restored_is_not_there(house: House, vera: Client) -> None:
    letter = came(house, written(files={"prices.pdf": PDF}))
    Attachment.objects.update(digest="0" * 64)
    Incoming.objects.update(digest="0" * 64)
    assert vera.get(f"/attachments/{Attachment.objects.get().pk}/").status_code == 404
    assert "not restored together with the database" in page(vera, f"/letters/{letter.pk}/")


def test_letters_of_another_agency_are_not_there(house: House, client_of: Callable[[Person], Client]) -> None:
    letter = came(house, sender="x@home.test")
    marta = client_of(house.marta)
    assert marta.get(f"/letters/{letter.pk}/").status_code == 404
    assert "The photos come" not in page(marta, "/letters/")


def test_an_answer_says_what_we_now_wait_for(house: House, vera: Client, clock: None) -> None:
    letter = came(house)
    where = f"/touchpoints/{letter.touchpoint_id}/answer/"
    assert "We now wait for" in page(vera, where)
    draft = {"contact": house.ines.pk, "subject": "Re", "body": "Which blue?"}
    for fault in ({"awaited_by": "2026-03-05"}, {"awaited": "the number", "awaited_by": "2026-03-01"}):
        assert vera.post(where, draft | fault).status_code == 422
    vera.post(where, draft | {"awaited": "the number", "awaited_by": "2026-03-05"})
    sent = Message.objects.get()
    assert (sent.awaited, str(sent.awaited_by), sent.asked_back) == ("the number", "2026-03-05", None)


def test_where_nothing_is_awaited_of_us_nothing_is_asked_back(house: House, vera: Client) -> None:
    letter = came(house)
    project.close(house.project, at=house.at)
    assert "We now wait for" not in page(vera, f"/touchpoints/{letter.touchpoint_id}/answer/")


def test_a_strangers_letter_is_made_a_lead_and_its_page_leads_to_the_letter(
    house: House, client_of: Callable[[Person], Client]
) -> None:
    head, source = client_of(house.oleg), site(house)
    letter = came(house, "We need a site.", sender="Ben Baker <ben@home.test>", subject="A site")
    head.post(f"/letters/{letter.pk}/lead/", {"source": str(source.pk)})
    made = Lead.objects.get()
    assert f'href="/letters/{letter.pk}/"' in page(head, f"/leads/{made.pk}/")
    assert "A site" in page(head, "/letters/?fate=lead")


def test_a_leads_letter_is_seen_by_whoever_sees_the_lead(house: House, client_of: Callable[[Person], Client]) -> None:
    vera = client_of(house.vera)
    letter = came(house, sender="Ben Baker <ben@home.test>")
    made = sorting.make_lead(letter, source=site(house), by=house.oleg, at=house.at)
    assert vera.get(f"/letters/{letter.pk}/").status_code == 404
    assignment.give(made, person=house.vera, by=house.oleg, at=house.at)
    assert vera.get(f"/letters/{letter.pk}/").status_code == 200

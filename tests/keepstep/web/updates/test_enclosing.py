"""Files with a letter: chosen in its desk, seen in the preview, kept, sent, and found again where it is read."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk import sending, touchpoint
from keepstep.domain.talk.enclosure import BIGGEST, Enclosure
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.update import Update
from keepstep.outlet import mail
from keepstep.outlet.letter import message
from keepstep.round import run
from tests.cast import House
from tests.keepstep.domain.talk.test_enclosure import picture
from tests.queries import queries_of

In = Callable[[Person], Client]
Portal = Callable[[Contact], Client]
LETTER = {"subject": "2 March: menu", "body": "Hello, Ines!"}


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        run.run(day=house.day, at=house.at)
        yield


def desk(house: House) -> str:
    return reverse("update_new", args=[house.northwind.pk])


def choose(house: House, vera: Client, *files: tuple[str, bytes], **more: object) -> tuple[int, str]:
    where = reverse("enclosure_new", args=[house.northwind.pk])
    answer = vera.post(where, {"added": [SimpleUploadedFile(*file) for file in files], **more})
    return answer.status_code, answer.content.decode()


def menu(house: House, vera: Client) -> dict[str, list[str]]:
    """The fields of a letter with a picture in it and a paper beside it."""
    assert choose(house, vera, ("Меню.png", picture()), ("prices.pdf", b"%PDF-1.7"))[0] == 200
    keys = [str(one.pk) for one in Enclosure.objects.all()]
    return {"enclosed": keys, "shown": keys[:1]}


def test_what_is_chosen_is_named_with_its_size_and_ticked(house: House, client_of: In) -> None:
    status, page = choose(house, client_of(house.vera), ("Меню.png", picture()), ("prices.pdf", b"%PDF-1.7"))
    assert (status, page.count('name="enclosed"'), page.count('name="shown"')) == (200, 2, 1)
    assert ("Меню.png" in page, "prices.pdf" in page, "8\xa0bytes" in page) == (True, True, True)


def test_what_cannot_go_is_named_with_its_reason_and_the_rest_stays(house: House, client_of: In) -> None:
    files = [("a.pdf", b"%PDF-"), ("a.exe", b"MZ"), ("<b>.html", b"<html>"), ("big.pdf", b"%PDF-" + b"\0" * BIGGEST)]
    status, page = choose(house, client_of(house.vera), *files)
    assert (status, page.count('name="enclosed"'), page.count("field-fault")) == (422, 1, 3)
    assert "“a.exe” was not taken: a program, or holds one." in page
    assert "“b.html” was not taken: holds a script." in page
    assert "“big.pdf” was not added: all files of a letter together are at most 15 MB." in page


def test_the_preview_shows_it_as_it_goes(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    chosen = menu(house, vera)
    where = reverse("update_preview", args=[house.northwind.pk])
    source = reverse("enclosure", args=[chosen["shown"][0]])
    page = vera.post(where, {**LETTER, **chosen}).content.decode()
    assert f'<img src="{source}" alt="Меню.png">' in page
    assert "With this letter:" in page
    assert vera.get(source).content == picture()
    attached = vera.post(where, {**LETTER, "enclosed": chosen["enclosed"]}).content.decode()
    assert ("<img" in attached, "Меню.png</a>" in attached) == (False, True)


def test_the_letter_carries_pictures_in_it_and_papers_beside_it(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    chosen = menu(house, vera)
    assert vera.post(desk(house), {**LETTER, **chosen}).status_code == 302
    paper = message_from_bytes(message(Sending.objects.get()).message().as_bytes(), policy=policy.default)
    kinds = [part.get_content_type() for part in paper.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png",
        "application/pdf",
    ]  # fmt: skip
    plain, page, drawn, prices = (part for part in paper.walk() if not part.is_multipart())
    assert "With this letter:\n- Меню.png (" in plain.get_content()
    assert f'src="cid:{drawn["Content-ID"].strip("<>")}"' in page.get_content()
    assert (drawn.get_content_disposition(), drawn.get_filename(), drawn.get_content()) == (
        "inline", "Меню.png", picture(),
    )  # fmt: skip
    assert (prices.get_content_disposition(), prices.get_filename(), prices.get_content()) == (
        "attachment", "prices.pdf", b"%PDF-1.7",
    )  # fmt: skip


def test_they_survive_keeping_an_hour_and_taking_back(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    chosen = menu(house, vera)
    assert vera.post(desk(house), {**LETTER, **chosen, "keep": "1"}).status_code == 302
    assert vera.get(desk(house)).content.decode().count('name="enclosed"') == 2
    assert vera.post(desk(house), {**LETTER, **chosen, "leaves": "16:00"}).status_code == 302
    assert Enclosure.objects.filter(update=Update.objects.get()).count() == 2
    vera.post(reverse("update_withdraw", args=[Update.objects.get().pk]))
    page = vera.get(desk(house)).content.decode()
    assert (page.count('name="enclosed"'), page.count("<img")) == (2, 1)


def test_what_is_unticked_stays_here(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    chosen = menu(house, vera)
    vera.post(desk(house), {**LETTER, "enclosed": chosen["enclosed"][1:]})
    assert [one.name for one in Enclosure.objects.filter(update__isnull=False)] == ["prices.pdf"]


def test_a_file_that_has_gone_elsewhere_is_missed(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    chosen = menu(house, vera)
    Enclosure.objects.filter(pk=chosen["enclosed"][0]).delete()
    answer = vera.post(desk(house), {**LETTER, **chosen})
    assert (answer.status_code, Update.objects.count()) == (422, 0)
    assert "A file is no longer at hand: add it again." in answer.content.decode()


def test_another_agencys_file_is_no_file(house: House, client_of: In) -> None:
    chosen = menu(house, client_of(house.vera))
    with house.elsewhere.entered():
        there = client_of(house.marta)
        where = reverse("update_preview", args=[house.rival.pk])
        page = there.post(where, {**LETTER, **chosen}).content.decode()
    assert ("<img" in page, "prices" in page) == (False, False)


def test_it_goes_without_scripts_too(house: House, client_of: In) -> None:
    files = {"added": [SimpleUploadedFile("menu.png", picture())]}
    assert client_of(house.vera).post(desk(house), {**LETTER, **files}).status_code == 302
    assert [(one.name, one.is_shown) for one in Update.objects.get().enclosures.all()] == [("menu.png", True)]


def test_an_answer_takes_files_too(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    asked = touchpoint.record(house.northwind, direction="in", form="email", at=house.at, contact=house.ines)
    where = reverse("touchpoint_answer", args=[asked.pk])
    letter = {**LETTER, "contact": house.ines.pk, **menu(house, vera)}
    assert vera.post(where, letter).status_code == 302
    carried = message(Sending.objects.get())
    assert ([one.get_filename() for one in carried.pictures], len(carried.attachments)) == (["Меню.png"], 1)


def test_what_came_with_our_answer_stands_under_it_in_the_portal(
    house: House, client_of: In, portal_of: Portal
) -> None:
    vera, later = client_of(house.vera), house.at + timedelta(minutes=1)
    vera.post(desk(house), LETTER)
    _deliver(later)
    told = Update.objects.get()
    ines = portal_of(house.ines)
    ines.post(reverse("portal_answer", args=[told.pk]), {"words": "And the prices?"})
    asked = touchpoint.Touchpoint.objects.get(direction="in")
    where = reverse("touchpoint_answer", args=[asked.pk])
    assert vera.post(where, {**LETTER, "contact": house.ines.pk, **menu(house, vera)}).status_code == 302
    addresses = [reverse("portal_enclosure", args=[one.pk]) for one in Enclosure.objects.all()]
    assert [ines.get(address).status_code for address in addresses] == [404, 404]
    _deliver(later)
    page = ines.get(reverse("portal_update", args=[told.pk])).content.decode()
    assert [address in page for address in addresses] == [True, True]
    assert [ines.get(address).status_code for address in addresses] == [200, 200]
    assert [portal_of(house.tom).get(address).status_code for address in addresses] == [404, 404]


def _deliver(at: datetime) -> None:
    for key in list(Sending.objects.under_way().values_list("pk", flat=True)):
        taken = sending.take(key, at=at)
        assert taken is not None
        sending.hand_over(taken, at=at)
        sending.deliver(taken, at=at)


def test_the_timeline_and_the_sent_letter_name_them(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    vera.post(desk(house), {**LETTER, **menu(house, vera)})
    told = Update.objects.get()
    page = vera.get(reverse("account", args=[house.northwind.pk])).content.decode()
    for one in told.enclosures.all():
        assert f'href="{reverse("enclosure", args=[one.pk])}"' in page
    page = vera.get(reverse("update", args=[told.pk])).content.decode()
    assert (page.count("<img"), "prices.pdf</a>" in page) == (1, True)


def test_whoever_got_the_letter_finds_it_in_the_portal(house: House, client_of: In, portal_of: Portal) -> None:
    vera = client_of(house.vera)
    vera.post(desk(house), {**LETTER, **menu(house, vera)})
    told, later = Update.objects.get(), house.at + timedelta(minutes=1)
    taken = sending.take(Sending.objects.get().pk, at=later)
    assert taken is not None
    sending.hand_over(taken, at=later)
    sending.deliver(taken, at=later)
    addresses = [reverse("portal_enclosure", args=[one.pk]) for one in told.enclosures.all()]
    page = portal_of(house.ines).get(reverse("portal_update", args=[told.pk])).content.decode()
    assert [address in page for address in addresses] == [True, True]
    contact.amend(house.ines, sees_documents=False)
    contact.amend(house.tom, sees_documents=False)
    assert [portal_of(house.ines).get(address).status_code for address in addresses] == [200, 200]
    assert [portal_of(house.tom).get(address).status_code for address in addresses] == [404, 404]
    contact.amend(house.tom, sees_documents=True)
    assert [portal_of(house.tom).get(address).status_code for address in addresses] == [200, 200]


def test_a_letter_whose_file_is_lost_does_not_leave_without_it(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    vera.post(desk(house), {**LETTER, **menu(house, vera)})
    Enclosure.objects.update(digest="0" * 64)
    mail.send(house.agency.pk, Sending.objects.get().pk, clock=lambda: house.at + timedelta(minutes=1))
    waiting = Sending.objects.get()
    assert (waiting.delivered_at, waiting.failed_at is not None) == (None, True)
    assert "A file of this letter is missing" in waiting.fault


def test_files_cost_the_desk_no_statement_each(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    vera.post(desk(house), {**LETTER, **menu(house, vera), "keep": "1"})
    assert queries_of(vera, desk(house)) <= 15

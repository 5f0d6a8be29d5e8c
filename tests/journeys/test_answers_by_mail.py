"""A client answers an update by mail; Today shows the new words alone; our answer stays in the thread."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.talk import update
from keepstep.domain.talk.sending import UNDO_LIFE, Sending
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.intake.mail import collect
from keepstep.outlet import mail
from keepstep.round import run
from tests.cast import House
from tests.imap_server import ImapServer, imap_server, is_here
from tests.journeys.work import work
from tests.keepstep.intake.mail.letters import written
from tests.mailbox import Mailbox

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_here(), reason="needs Debian's dovecot-imapd; bin/test installs it"),
]


@pytest.fixture
def server(settings: Settings) -> Iterator[ImapServer]:
    with imap_server() as running:
        settings.IMAP, settings.IMAP_AGENCY = running.settings, "Lighthouse"
        yield running


def sent(house: House) -> None:
    """Whatever waits leaves, once it can no longer be taken back."""
    with house.agency.entered():
        waiting = list(Sending.objects.under_way().values_list("pk", flat=True))
    for key in waiting:
        mail.send(house.agency.pk, key, clock=lambda: timezone.now() + UNDO_LIFE + timedelta(seconds=1))


def told(house: House) -> None:
    """Today, a working day whenever the test runs, Ines gets the daily update."""
    now = timezone.now()
    with house.agency.entered():
        today = default_calendar().working_time().local_day(now)
        CalendarException.objects.create(calendar=default_calendar(), day=today, hours=[["00:00", "23:59"]])
        run.run(day=today, at=now)
        update.send(house.northwind, day=today, subject="Menu", body="**Done**\n- Menu page", by=house.vera, at=now)
    sent(house)


def test_a_client_answers_by_mail_and_is_answered_in_the_thread(
    open_house: House, server: ImapServer, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    told(open_house)
    (ours,) = post.letters
    assert re.fullmatch(r"updates\+[a-z2-7]{42}@lighthouse\.test", str(ours["Reply-To"]))
    quoted = "\n".join(f"> {line}" for line in post.texts()[0].splitlines())
    signed = "Lovely! But when does the shop open?\n\n-- \nInes"
    server.put(
        written(
            f"{signed}\n\nOn 2 Mar 2026, at 09:00, Vera <u@l.test> wrote:\n\n{quoted}",
            to=str(ours["Reply-To"]),
            subject="Re: Menu",
            In_Reply_To=str(ours["Message-ID"]),
            Message_ID="<theirs@northwind.test>",
            files={"hours.pdf": b"%PDF-1.4"},
        )
    )
    assert collect.collect_all() == 1
    work()

    page = page_of(open_house.vera)
    item = page.locator(".item", has_text="Answer the client")
    expect(item).to_contain_text("Ines wrote: “Lovely! But when does the shop open?”")
    item.get_by_role("link", name="Answer").click()
    drawer = page.locator("#drawer")
    expect(drawer.get_by_label("Subject")).to_have_value("Re: Menu")
    expect(drawer).to_contain_text("hours.pdf")
    drawer.locator("#id_body").fill("On Monday at eight.")
    expect(drawer.locator("#letter-preview")).to_contain_text("On Monday at eight.")
    drawer.get_by_label("We now wait for").fill("the first day's menu")
    page.keyboard.press("Control+Enter")
    expect(drawer).not_to_be_visible()
    expect(page.locator(".item", has_text="Answer the client")).to_have_count(0)
    sent(open_house)

    answer = post.letters[1]
    assert (str(answer["Subject"]), str(answer["To"])) == ("Re: Menu", "Ines <ines@northwind.test>")
    assert str(answer["In-Reply-To"]) == "<theirs@northwind.test>"
    assert str(answer["References"]).split() == [str(ours["Message-ID"]), "<theirs@northwind.test>"]
    with open_house.agency.entered():
        assert not Touchpoint.objects.unanswered().exists()
        assert [str(one) for one in Ball.objects.in_the_air()] == ["the first day's menu"]
    page.goto(f"/projects/{open_house.project.pk}/")
    expect(page.locator(".ball-line")).to_contain_text("the first day's menu")
    page.goto(f"/accounts/{open_house.northwind.pk}/")
    expect(page.locator(".timeline")).to_contain_text("Lovely! But when does the shop open?")
    with page.expect_download() as saved:
        page.get_by_role("link", name="hours.pdf").click()
    assert saved.value.suggested_filename == "hours.pdf"
    page.get_by_role("link", name="As it came").click()
    expect(drawer.locator(".letter-original")).to_contain_text("> - Menu page")


def test_a_stranger_is_sorted_and_a_slip_taken_back(
    open_house: House, server: ImapServer, post: Mailbox, page_of: Callable[..., Page]
) -> None:
    told(open_house)
    server.put(written("May we have the logo?", sender="Ben Baker <ben@home.test>", subject="Logo"))
    collect.collect_all()
    work()
    page = page_of(open_house.vera)
    page.get_by_role("link", name="1 letter waits to be sorted").click()
    page.get_by_role("link", name="Whose is it?").click()
    page.locator("#drawer #id_whose").select_option(label="somebody new at Northwind Bakery")
    page.get_by_role("button", name="It is theirs").click()
    expect(page.locator(".letters")).to_have_count(0)
    page.locator(".toast-line").get_by_role("button", name="Undo").click()
    expect(page.locator(".letters")).to_contain_text("Ben Baker")

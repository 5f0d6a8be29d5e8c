"""The mailbox of a real IMAP server is read once, whatever breaks in between (§7)."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from keepstep.doctor.answers import answers, whose
from keepstep.doctor.finding import State
from keepstep.domain.agency import mailbox
from keepstep.domain.agency.mailbox import Mailbox
from keepstep.domain.talk.incoming import Incoming
from keepstep.domain.talk.touchpoint import Direction, Touchpoint
from keepstep.intake.mail import collect, sorting
from keepstep.intake.mail.line import OutOfReach
from keepstep.intake.mail.reading import Reading
from tests.cast import House
from tests.faulty_line import faulty_line
from tests.imap_server import ImapServer, imap_server, is_here
from tests.keepstep.intake.mail.letters import written

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_here(), reason="needs Debian's dovecot-imapd; bin/test installs it"),
]


@pytest.fixture(scope="module")
def running() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


@pytest.fixture
def server(running: ImapServer, settings: Settings) -> ImapServer:
    """Empty, and configured as the environment would."""
    if not running.started:
        running.start()
    running.clear()
    settings.IMAP, settings.IMAP_AGENCY = running.settings, "Lighthouse"
    return running


def box() -> Mailbox:
    found = mailbox.configured()
    assert found is not None
    return found


def collected(house: House, *, at: datetime | None = None) -> int:
    return collect.collect(box(), house.agency.pk, clock=lambda: at or timezone.now(), patience=2)


def words(house: House) -> list[str]:
    """What the clients have said, in the order in which it came, once everything is sorted."""
    sorting.sweep(at=timezone.now() + timedelta(hours=1))
    with house.agency.entered():
        return list(Incoming.objects.order_by("number", "pk").values_list("words", flat=True))


def said(house: House) -> int:
    with house.agency.entered():
        return Touchpoint.objects.filter(direction=Direction.IN).count()


def test_each_letter_comes_in_once_and_is_marked(open_house: House, server: ImapServer) -> None:
    server.put(written("One"), written("Two"))
    assert (collected(open_house), collected(open_house)) == (2, 0)
    server.put(written("Three"))
    assert collected(open_house) == 1
    assert (words(open_house), said(open_house), len(server.seen())) == (["One", "Two", "Three"], 3, 3)


def test_an_empty_mailbox_says_nothing(open_house: House, server: ImapServer) -> None:
    assert collected(open_house) == 0
    with open_house.agency.entered():
        assert (Reading.objects.get().fault, Reading.objects.get().read_at is not None) == ("", True)


def test_a_copy_is_read_once_wherever_it_lies(open_house: House, server: ImapServer) -> None:
    server.put(written("One"), written("One"))
    assert collected(open_house) == 1
    server.put(written("One"))
    assert (collected(open_house), words(open_house)) == (0, ["One"])


def test_a_mailbox_that_was_rebuilt_is_not_read_twice(open_house: House, server: ImapServer) -> None:
    server.put(written("One"), written("Two"))
    assert collected(open_house) == 2
    server.forget()
    server.put(written("Three"))
    assert (collected(open_house), sorted(words(open_house))) == (1, ["One", "Three", "Two"])


def test_letters_that_come_out_of_order_are_all_read(open_house: House, server: ImapServer) -> None:
    server.put(written("Second").replace(b"Mon, 2 Mar", b"Tue, 3 Mar"), written("First"))
    assert (collected(open_house), sorted(words(open_house))) == (2, ["First", "Second"])


def test_a_server_that_is_down_is_asked_again(open_house: House, server: ImapServer) -> None:
    server.put(written("One"))
    server.stop()
    with pytest.raises(OutOfReach):
        collected(open_house)
    with open_house.agency.entered():
        assert Reading.objects.get().fault != ""
    server.start()
    assert (collected(open_house), words(open_house)) == (1, ["One"])
    with open_house.agency.entered():
        assert Reading.objects.get().fault == ""


def test_a_wrong_password_is_said_and_not_shown(open_house: House, server: ImapServer) -> None:
    wrong = replace(box(), password="guess")
    with pytest.raises(OutOfReach) as refused:
        collect.collect(wrong, open_house.agency.pk, clock=timezone.now)
    assert ("guess" in str(refused.value), "guess" in repr(wrong)) == (False, False)


@pytest.mark.parametrize("after", [0, 30, 300, 700, 1000, 1500, 2500, 4000])
def test_a_line_that_breaks_loses_nothing(open_house: House, server: ImapServer, after: int) -> None:
    server.put(*(written(f"Letter {number} " + "word " * 60) for number in range(3)))
    with faulty_line(server.port) as line:
        line.breaks_after = after
        for _ in range(4):
            try:
                collect.collect(replace(box(), port=line.port), open_house.agency.pk, clock=timezone.now, patience=2)
            except OutOfReach:
                line.breaks_after += 600
    collected(open_house)
    found = words(open_house)
    assert (len(found), len(set(found))) == (3, 3)


def test_a_server_that_falls_silent_is_left(open_house: House, server: ImapServer) -> None:
    server.put(written("One"))
    with faulty_line(server.port) as line:
        line.silent_after = 600
        with pytest.raises(OutOfReach):
            collect.collect(replace(box(), port=line.port), open_house.agency.pk, clock=timezone.now, patience=0.5)
    collected(open_house)
    assert words(open_house) == ["One"]


@pytest.mark.parametrize("stage", ["reached", "fetched", "kept", "marked"])
def test_a_worker_that_dies_loses_nothing_and_repeats_nothing(
    open_house: House, server: ImapServer, stage: str
) -> None:
    server.put(written("One"), written("Two"))
    told = [connection.settings_dict["NAME"], str(server.port), str(open_house.agency.pk), stage,
            timezone.now().isoformat()]  # fmt: skip
    ended = subprocess.run([sys.executable, "-m", "tests.keepstep.intake.mail.dying", *told], timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL
    collected(open_house)
    assert (words(open_house), said(open_house)) == (["One", "Two"], 2)


def test_a_letter_that_vanishes_holds_up_nobody(open_house: House, server: ImapServer) -> None:
    server.put(written("One"), written("Two"))
    stages = collect.stages(box(), open_house.agency.pk, clock=timezone.now, patience=2)
    assert next(stages) == "reached"
    assert next(stages) == "fetched"
    with server.line() as client:
        client.store("2", "+FLAGS", r"(\Deleted)")
        client.expunge()
    list(stages)
    assert words(open_house) == ["One"]


def test_an_enormous_letter_is_kept_by_its_beginning(
    open_house: House, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "BIGGEST", 2000)
    monkeypatch.setattr(sorting, "BIGGEST", 2000)
    server.put(written("Here are the films", files={"film.mp4": b"\0\0\0\x14ftypqt  " * 200}))
    assert collected(open_house) == 1
    assert words(open_house) == ["Here are the films"]
    with open_house.agency.entered():
        word = Touchpoint.objects.get(direction=Direction.IN)
        assert list(word.attachments.values_list("name", "refusal")) == [("film.mp4", "big")]  # type: ignore[attr-defined]


def test_letters_of_last_year_are_left_alone(open_house: House, server: ImapServer) -> None:
    server.put(written("One"))
    assert collected(open_house, at=timezone.now() + timedelta(days=30)) == 0
    with open_house.agency.entered():
        assert Incoming.objects.count() == 0


def test_a_mailbox_nobody_owns_is_not_read(open_house: House, server: ImapServer, settings: Settings) -> None:
    server.put(written("One"))
    settings.IMAP_AGENCY = ""
    assert (mailbox.owner(), collect.collect_all()) == (None, 0)
    assert [found.state for found in whose(timezone.now())] == [State.BROKEN]
    settings.IMAP_AGENCY = str(open_house.agency.pk)
    assert (mailbox.owner(), collect.collect_all()) == (open_house.agency.pk, 1)
    assert mailbox.address_of(open_house.elsewhere.pk) == ""


def test_the_doctor_says_whether_the_mailbox_can_be_read(server: ImapServer, settings: Settings) -> None:
    assert [found.state for found in answers()] == [State.WELL]
    settings.IMAP = {**server.settings, "password": "guess", "address": "nowhere"}
    assert [found.state for found in answers()] == [State.BROKEN, State.BROKEN]
    settings.IMAP = {**server.settings, "host": ""}
    assert [found.state for found in answers()] == [State.NOTE]

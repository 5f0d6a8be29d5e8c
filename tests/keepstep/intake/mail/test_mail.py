"""Letters that are broken, hostile or enormous: reading never raises, and never drops what somebody said."""

import base64
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from keepstep.intake.mail.mail import read
from keepstep.intake.mail.new_words import new_words
from keepstep.intake.mail.page_text import page_text

CORPUS = sorted((Path(__file__).resolve().parent / "corpus").glob("*.eml"))
HEAD = b"From: Ines <ines@northwind.test>\nSubject: Menu\nMessage-ID: <1@northwind.test>\n"
CPU_SECONDS = 12.0


def test_who_what_when_and_what_it_answers() -> None:
    letter = (
        b"From: =?utf-8?B?0JjQvdC10YEsINCf0LXQutCw0YDQvdGP?= <Ines@Northwind.Test>\nTo: a@x.test, Vera <VERA@x.test>\n"
        b"Delivered-To: reply+abc@x.test\nSubject: =?koi8-r?B?7cXOwA==?=\nDate: Mon, 2 Mar 2026 11:24:05 +0300\n"
        b"Message-ID: <new@n.test>\nReferences: <a@x>\n <b@x>\nIn-Reply-To: <b@x> (Vera)\n\nHello\n"
    )
    mail = read(letter)
    assert (mail.sender, mail.sender_name) == ("ines@northwind.test", "Инес, Пекарня")
    assert mail.to == ("reply+abc@x.test", "a@x.test", "vera@x.test")
    assert (mail.subject, mail.message_id, mail.answers) == ("Меню", "<new@n.test>", ("<a@x>", "<b@x>"))
    assert (mail.at, mail.words) == (datetime(2026, 3, 2, 8, 24, 5, tzinfo=UTC), "Hello")


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "cp866", "utf-8"])
def test_bytes_without_a_charset_are_read_as_russian(charset: str) -> None:
    letter = HEAD + "\nЗдравствуйте, фотографии торта пришлём завтра.\n".encode(charset)
    assert read(letter).words == "Здравствуйте, фотографии торта пришлём завтра."


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "utf-8"])
def test_a_subject_of_raw_bytes_is_read_as_well(charset: str) -> None:
    assert read("Subject: Фотографии торта\n\n".encode(charset)).subject == "Фотографии торта"


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?B?broken", "=?utf-8?B?broken"),
        (b"=?no-such?Q?abc?=", "abc"),
        (b"=?utf-8?Q?one=0D=0ABcc:_all@x.test?=", "one Bcc: all@x.test"),
        (b"one\x00two", "onetwo"),
        (b"=?utf-8?B?0JzQtdC9?= =?utf-8?B?0Y4=?=", "Меню"),
        (b"=?utf-8?B?0JzQtdC90Q==?= =?utf-8?B?jg==?=", "Меню"),
    ],
)
def test_a_subject_stays_on_one_line_whatever_it_holds(raw: bytes, subject: str) -> None:
    assert read(b"Subject: " + raw + b"\n\nHello\n").subject == subject


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\0", b"\xff\xfe", b"From:", b"Content-Type: multipart/mixed\n\nHello", HEAD]
)
def test_next_to_nothing_is_read_as_next_to_nothing(raw: bytes) -> None:
    mail = read(raw)
    assert (mail.bounce, mail.is_automatic, mail.at) == (None, False, None)


def test_a_body_has_no_character_that_cannot_be_kept() -> None:
    assert read(HEAD + b"\nHel\x00lo\x07 \xed\xa0\x80there\n").text.isprintable() is False
    assert "\x00" not in read(HEAD + b"\nHel\x00lo\x07\n").text
    assert read(HEAD + b"\nHel\x00lo\x07\n").words == "Hello"


@pytest.mark.parametrize("date", [b"yesterday", b"Mon, 99 Mar 2026 99:99:99", b"", b"Mon, 2 Mar 1971 09:00:00 +0000"])
def test_a_date_that_is_none_is_none(date: bytes) -> None:
    assert read(b"Date: " + date + b"\n\nHello\n").at is None


def test_multiparts_without_end_are_still_a_letter() -> None:
    layers = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2000))
    mail = read(HEAD + layers + b"\nDeep down\n")
    assert (mail.sender, mail.subject) == ("ines@northwind.test", "Menu")


def test_outlooks_own_wrapping_is_an_enclosure_like_another() -> None:
    letter = HEAD + (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee the file\n'
        b"--b\nContent-Type: application/ms-tnef; name=winmail.dat\n"
        b"Content-Transfer-Encoding: base64\n\nIp8+IgA=\n--b--\n"
    )
    mail = read(letter)
    assert mail.words == "See the file"
    assert [(one.name, one.kind, len(one.content)) for one in mail.enclosures] == [
        ("winmail.dat", "application/ms-tnef", 5)
    ]


def test_names_of_files_are_read_by_both_customs_and_stay_on_a_line() -> None:
    part = b"--b\nContent-Type: application/pdf\nContent-Disposition: attachment; %s\n\nx\n"
    names = [b"filename*=koi8-r''%F0%D2%C1%CA%D3.pdf", b'filename="=?utf-8?B?0J/RgNCw0LnRgS5wZGY=?="',
             b'filename="../../etc/pass\x00wd"', b'filename="a\tb.pdf"']  # fmt: skip
    letter = (
        HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"".join(part % name for name in names) + b"--b--\n"
    )
    assert [one.name for one in read(letter).enclosures] == ["Прайс.pdf", "Прайс.pdf", "../../etc/passwd", "a b.pdf"]


def test_an_enclosed_letter_is_a_file_and_not_what_is_said() -> None:
    letter = HEAD + (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nThis came today\n'
        b"--b\nContent-Type: message/rfc822\n\nSubject: Offer\n\nBuy now\n--b--\n"
    )
    mail = read(letter)
    assert (mail.words, [one.name for one in mail.enclosures]) == ("This came today", ["letter.eml"])
    assert b"Buy now" in mail.enclosures[0].content


def test_a_script_of_a_page_is_never_said() -> None:
    page = "<style>p{}</style><script>alert(1)</script><p>Hello <b onclick=x>there</b></p><svg><text>no</text></svg>"
    assert page_text(page) == "Hello there"


@pytest.mark.parametrize(
    "page", ["<blockquote>" * 5000, "<div class=signature>" * 5000, "<" * 100_000, "&#" * 50_000, "<td>" * 50_000 + "x"]
)
def test_a_page_of_nothing_but_tags_is_read_in_good_time(page: str) -> None:
    began = time.process_time()
    new_words(page_text(page))
    assert time.process_time() - began < CPU_SECONDS


@pytest.mark.parametrize(
    "line", ["a" * 5_000_000, "a " * 2_000_000, ">" * 3_000_000, "On 1 " * 500_000 + ":", "-- \n" * 500_000,
             "On 2 March, Vera\n" * 200_000, "From: a\n" * 200_000, "С уважением, \n" * 200_000,
             "this e-mail is " * 300_000]
)  # fmt: skip
def test_an_enormous_letter_is_read_in_good_time(line: str) -> None:
    began = time.process_time()
    read(HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + line.encode())
    assert time.process_time() - began < CPU_SECONDS


@given(some.binary(max_size=2000))
@settings(max_examples=150)
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    read(raw)
    read(HEAD + b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(raw))


@given(some.randoms(use_true_random=False), some.sampled_from(CORPUS))
@settings(max_examples=150)
def test_no_damage_to_a_real_letter_breaks_the_reader(dice: random.Random, letter: Path) -> None:
    raw = bytearray(letter.read_bytes())
    for _ in range(dice.randint(1, 40)):
        place = dice.randrange(len(raw))
        raw[place : place + dice.randint(0, 30)] = dice.randbytes(dice.randint(0, 10))
    read(bytes(raw))


@given(some.text(alphabet=some.sampled_from("ab >:-_@<\n1.wroteС уважениемOnFrom"), max_size=400))
def test_whoever_says_something_is_heard(text: str) -> None:
    assert bool(new_words(text).strip()) == bool(text.strip())


@given(some.lists(some.sampled_from(["Yes, do.", "And the map?", "", "Номер старый."]), min_size=1, max_size=8))
def test_what_stands_above_a_quote_is_kept_to_the_letter(lines: list[str]) -> None:
    said = "\n".join(lines)
    quote = "\n\nOn 2 Mar 2026, at 09:00, Vera <v@x.test> wrote:\n\n> Hello\n> there\n"
    if said.strip():
        assert new_words(said + quote) == new_words(said)

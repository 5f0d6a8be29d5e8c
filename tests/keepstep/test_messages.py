"""The Russian catalogue is whole, and the tool that keeps it so does what it says."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation
from django.utils.translation import ngettext

from keepstep.management.commands import messages
from keepstep.management.commands.messages import Words


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return messages.read_catalogue()


def test_the_catalogue_is_up_to_date_and_compiled() -> None:
    assert messages.faults() == []


def test_nothing_is_empty(catalogue: Catalog) -> None:
    assert [message.id for message in messages.messages(catalogue) if not all(messages.forms(message))] == []


def test_nothing_is_fuzzy(catalogue: Catalog) -> None:
    assert [message.id for message in messages.messages(catalogue) if message.fuzzy] == []


def test_nothing_is_obsolete(catalogue: Catalog) -> None:
    assert list(catalogue.obsolete) == []


def test_every_form_has_the_placeholders_of_the_english(catalogue: Catalog) -> None:
    for message in messages.messages(catalogue):
        english = str(message.id[-1] if message.pluralizable else message.id)
        for form in filter(None, messages.forms(message)):
            assert messages.placeholders(form) == messages.placeholders(english), message.id


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "1 рабочий день"),
        (2, "2 рабочих дня"),
        (5, "5 рабочих дней"),
        (11, "11 рабочих дней"),
        (21, "21 рабочий день"),
        (22, "22 рабочих дня"),
        (111, "111 рабочих дней"),
    ],
)
def test_russian_counts_by_three_forms(n: int, words: str) -> None:
    with translation.override("ru"):
        assert ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n} == words


def test_python_and_templates_are_read_alike(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('_("One")\nngettext("%(n)s day", "%(n)s days", n)\npgettext("ball", "ours")\n')
    (tmp_path / "b.html").write_text(
        '<p title="{% trans "Two" %}">{{ x|default:_("Three") }}</p>\n  {% trans "ours" context "day" %}\n'
        "{% blocktrans count n=n trimmed %}\n  {{ n }} hour\n{% plural %}\n  {{ n }} hours\n{% endblocktrans %}"
    )
    assert messages.collected(tmp_path) == {
        Words("One"),
        Words("Two"),
        Words("Three"),
        Words("ours", context="ball"),
        Words("ours", context="day"),
        Words("%(n)s day", "%(n)s days"),
        Words("%(n)s hour", "%(n)s hours"),
    }


def test_translations_are_kept_and_none_is_guessed_from_similar_words() -> None:
    former = messages.merged(Catalog(locale="ru"), {Words("Send"), Words("Sent")})
    for message, russian in zip(messages.messages(former), ("Отправить", "Отправлено"), strict=True):
        message.string = russian
    made = messages.merged(former, {Words("Send"), Words("Sends")})
    assert {message.id: messages.forms(message) for message in messages.messages(made)} == {
        "Send": ("Отправить",),
        "Sends": ("",),
    }


def test_a_file_of_translations_is_taken_line_by_line(tmp_path: Path) -> None:
    words = {Words("Send"), Words("ours", context="ball"), Words("%(n)s day", "%(n)s days"), Words("a\nb")}
    made = messages.merged(Catalog(locale="ru"), words)
    file = tmp_path / "words.tsv"
    file.write_text(
        "# ours\nSend\tОтправить\nball::ours\tу нас\n%(n)s day|%(n)s days\t%(n)s день|%(n)s дня|%(n)s дней\n"
        "a\\nb\tа\\nб\n\nunknown\tнеизвестно\nno tab\n%(n)s day\tдень\n"
    )
    assert list(messages.take(made, file)) == [
        "line 7: no such message: unknown",
        "line 8: no tab: no tab",
        "line 9: 3 forms are needed: %(n)s day",
    ]
    assert sorted(form for message in messages.messages(made) for form in messages.forms(message)) == [
        "%(n)s день",
        "%(n)s дней",
        "%(n)s дня",
        "Отправить",
        "а\nб",
        "у нас",
    ]

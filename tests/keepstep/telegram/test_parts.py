"""A long text in parts that Telegram takes, of which none is torn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.telegram.parts import LONGEST, bare, length, parts
from tests.telegram_server import read_html, units


@pytest.mark.parametrize(
    ("html", "longest", "expected"),
    [
        ("Hello", 10, ["Hello"]),
        ("", 10, []),
        ("One two\n\nThree four", 12, ["One two", "Three four"]),
        ("One. Two. Three.", 11, ["One. Two.", "Three."]),
        ("<b>One two three</b>", 8, ["<b>One two</b>", "<b>three</b>"]),
        ('<a href="https://a.test">One two</a>', 4, ['<a href="https://a.test">One</a>', '<a href="https://a.test">two</a>']),
        ("a &amp; b &lt;", 5, ["a &amp; b", "&lt;"]),
        ("🍰🍰🍰", 4, ["🍰🍰", "🍰"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
    ],
)  # fmt: skip
def test_a_part_ends_where_a_reader_would_pause(html: str, longest: int, expected: list[str]) -> None:
    assert parts(html, longest=longest) == expected


def test_length_is_counted_as_telegram_does() -> None:
    assert (length("cake"), length("торт"), length("🍰"), LONGEST) == (4, 4, 2, 4096)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """HTML with tags in their turn, of letters, signs and pictures."""
    said = ""
    for _ in range(draw(st.integers(1, 12))):
        words = draw(st.text(alphabet="ab &<>\n.🍰щ", min_size=0, max_size=30))
        escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        tag = draw(st.sampled_from(["", "b", "i", "code"]))
        said += f"<{tag}>{escaped}</{tag}>" if tag else escaped
    return said


@given(pages(), st.integers(2, 40))
def test_no_part_is_too_long_and_together_they_lose_no_word(html: str, longest: int) -> None:
    made = parts(html, longest=longest)
    texts = [read_html(one)[0] for one in made]
    assert all(0 < units(text) <= longest for text in texts)
    assert "".join("".join(texts).split()) == "".join(bare(html).split())

"""Markdown as Telegram shows it: what a reader sees is what was previewed, and nothing of it breaks the tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.outlet.markdown import plain
from keepstep.outlet.telegram.markup import html
from keepstep.telegram.parts import parts
from tests.telegram_server import read_html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, **Ines**!", "Hello, <b>Ines</b>!"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<b>no</b>", "&lt;b&gt;no&lt;/b&gt;"),
        ("**Done**\n- Menu\n- *Prices*\n\nNext", "<b>Done</b>\n\n• Menu\n• <i>Prices</i>\n\nNext"),
        ("1. One\n2. Two\n   - Three", "1. One\n2. Two\n   • Three"),
        ("# Head\n\nText", "<b>Head</b>\n\nText"),
        ("[page](https://a.test/?x=1&y=2)", '<a href="https://a.test/?x=1&amp;y=2">page</a>'),
        ("[mail](mailto:a@b.test)", "mail (mailto:a@b.test)"),
        ("> said\n>> before", "<blockquote>said\n\nbefore\n\n</blockquote>"),
        ("`a<b`", "<code>a&lt;b</code>"),
        ("```\nx < y\n```", "<pre>x &lt; y\n</pre>"),
        ("one\ntwo", "one\ntwo"),
        ("~~old~~ ---", "<s>old</s> ---"),
        ("a\n\n---\n\nb", "a\n\n———\n\nb"),
    ],
)  # fmt: skip
def test_each_sign_is_what_telegram_has_for_it(text: str, expected: str) -> None:
    assert html(text) == expected


def test_whats_seen_in_telegram_is_what_the_letter_says() -> None:
    text = "Hello, Ines!\n\n**Done**\n- Menu page is ready\n- «Цены» обновлены\n\nSee you *soon*."
    seen = read_html(html(text))[0].replace("• ", "- ")
    assert seen.split() == plain(text).split()


WRITTEN = st.text(alphabet="ab <>&*_`~[]()#>-1.\n\"'щ🍰|\\!", max_size=300)


@given(WRITTEN, st.integers(10, 80))
def test_whatever_is_written_telegram_can_read_each_part(text: str, longest: int) -> None:
    for part in parts(html(text), longest=longest):
        read_html(part)

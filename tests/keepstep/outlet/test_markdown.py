"""Markdown to harmless HTML, and to plain text that reads the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepstep.outlet.markdown import page, plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Hello", "<p>Hello</p>\n"),
        ("**Done**\n- one\n- two", "<p><strong>Done</strong></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("# Big\n\n###### Small", "<h3>Big</h3>\n<h3>Small</h3>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](https://a.test)", '<p><a href="https://a.test" rel="noopener noreferrer">x</a></p>\n'),
        ("![x](https://a.test/b.png)", '<p>!<a href="https://a.test/b.png" rel="noopener noreferrer">x</a></p>\n'),
        (r"\*not bold\*", "<p>*not bold*</p>\n"),
    ],
)
def test_what_is_written_is_shown_harmlessly(written: str, shown: str) -> None:
    assert page(written) == shown


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hello\n\nIt is *fine*.", "Hello\n\nIt is fine.\n"),
        ("**Done**\n- one\n- two\n\nBye", "Done\n\n- one\n- two\n\nBye\n"),
        ("1. a\n2. b", "1. a\n2. b\n"),
        ("3. c\n4. d\n\n# E", "3. c\n4. d\n\nE\n"),
        ("- a\n  - b", "- a\n  - b\n"),
        ("[page](https://a.test) and <https://b.test>", "page (https://a.test) and https://b.test\n"),
        ("- long\n  line", "- long\n  line\n"),
        ("    code", "code\n"),
        ("a\n\n---\n\nb", "a\n\n---\n\nb\n"),
    ],
)
def test_plain_text_reads_the_same(written: str, read: str) -> None:
    assert plain(written) == read


@given(st.text(max_size=300))
def test_whatever_is_written_there_is_no_script_and_no_style(written: str) -> None:
    shown = page(written).lower()
    assert "<script" not in shown
    assert "style=" not in shown.split("<p>")[0]
    assert plain(written).endswith("\n")

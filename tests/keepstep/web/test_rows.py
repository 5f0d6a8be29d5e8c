from typing import NamedTuple

import pytest
from django.utils.safestring import SafeString

from keepstep.web.projects.listing import Row
from keepstep.web.rows import each, lines


class Cell(NamedTuple):
    """Fills `web/stalls/row.html`, in which other cells stay empty."""

    name: str
    taker: SafeString


TEMPLATE = "web/stalls/row.html"


def test_every_cell_is_escaped_but_markup_of_ours() -> None:
    [row] = each(TEMPLATE, [Cell("<b> & 'c'", SafeString("<i>Vera</i>"))])
    assert ("&lt;b&gt; &amp; &#x27;c&#x27;" in row, "<td><i>Vera</i></td>" in row) == (True, True)


def test_text_is_not_taken_for_markup() -> None:
    with pytest.raises(TypeError):
        each(TEMPLATE, [Cell("a", "<i>Vera</i>")])  # type: ignore[arg-type]


def test_a_cell_that_would_fall_into_two_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        each(TEMPLATE, [Cell("a\0b", SafeString())])


def test_braces_in_a_cell_stay_braces() -> None:
    row = Row("/p", "{0} {name}", "/c", "Client", "", "–", "", "", "", "free")
    assert '<a href="/p">{0} {name}</a>' in lines("web/projects/row.html", [row])


def test_no_rows_are_nothing() -> None:
    assert lines(TEMPLATE, []) == ""

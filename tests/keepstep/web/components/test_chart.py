"""What a chart is drawn from: the table that stands behind it."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from keepstep.web.components.chart import Cell, Chart, Group, Guide, Line, Look, Map, Point, Series, Shape, Tone

CHART = Chart(
    title="Average check grows 3 % a month",
    over="Month",
    series=(Series("Average check", Look.BAR), Series("Trend", Look.DASHED, Tone.SOFT)),
    lines=(
        Line("Jan", (Cell(1284.5, "1 284,50"), Cell(None, "–")), href="/money/1/"),
        Line("Feb", (Cell(1300.0, "1 300"), Cell(1290.25, "1 290"))),
    ),
    unit="₽",
    guides=(Guide(0.5, "half"),),
)


def test_the_table_has_a_row_for_each_place_with_what_is_drawn_and_what_is_read():
    with override("ru"):
        page = render_to_string("web/components/chart.html", {"chart": CHART})
    assert re.findall(r'data-value="([^"]+)">([^<]+)', page) == [
        ("1284.5", "1 284,50"), ("1300.0", "1 300"), ("1290.25", "1 290"),
    ]  # fmt: skip
    assert '<td class="num">–</td>' in page
    assert re.findall(r'data-look="([^"]+)" data-tone="([^"]+)"', page) == [("bar", "accent"), ("dashed", "ink-soft")]
    assert '<data class="chart-guide" value="0.5" hidden>half</data>' in page
    assert '<a href="/money/1/">Jan</a>' in page


def test_every_line_has_a_cell_for_each_series():
    with pytest.raises(ValueError, match="a cell for each series"):
        Chart(title="", over="", series=CHART.series, lines=(Line("Jan", (Cell(1.0, "1"),)),))


def test_a_point_carries_the_shape_and_the_name_of_its_group():
    groups = (Group("in step", Shape.CIRCLE, Tone.GOOD), Group("outgrows us", Shape.TRIANGLE, Tone.BAD))
    drawn = Map(
        title="Two outgrow us", over="Client", x="Income", y="Gap", groups=groups,
        points=(Point("Northwind", Cell(10.0, "10"), Cell(-0.3, "−0.3"), group=1, href="/accounts/1/"),),
    )  # fmt: skip
    page = render_to_string("web/components/chart_map.html", {"chart": drawn})
    assert 'data-shape="triangle" data-tone="bad" data-group="outgrows us"' in page
    assert re.findall(r'data-value="([^"]+)"', page) == ["10.0", "-0.3"]

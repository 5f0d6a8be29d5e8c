"""The days of a row as a bar in the colours of their sides: what counts as ours first, up to a line."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from keepstep.formulas.ledger import Exposure


def bar(exposure: Exposure) -> SafeString:
    """The numbers stand beside it in words, so that nobody needs to see it."""
    parts = [
        ("ours", exposure.ours),
        ("concurrent", exposure.concurrent),
        ("silent", exposure.theirs_uncovered),
        ("theirs", exposure.theirs_covered),
        ("third", exposure.third),
        ("free", exposure.free),
    ]
    rows, before = [], 0
    for tone, days in parts:
        if days:
            rows.append((tone, _percent(before, exposure.days), _percent(days, exposure.days), _fill(tone)))
        before += days
    rects = format_html_join("", '<rect class="{}" x="{}%" width="{}%" height="100%"{}/>', rows)
    line = format_html(
        '<rect class="line" x="{}%" width="2" height="100%"/>', _percent(exposure.exposed, exposure.days)
    )
    shown = line if 0 < exposure.exposed < exposure.days else ""
    return format_html('<svg class="bar" aria-hidden="true" focusable="false">{}{}</svg>', rects, shown)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}"


def _fill(tone: str) -> SafeString:
    return SafeString(' fill="url(#silent)"' if tone == "silent" else "")

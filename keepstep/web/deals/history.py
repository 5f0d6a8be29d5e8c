"""What happened to a deal, as its page tells it."""

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from keepstep.domain.sales.deal_record import DealRecord
from keepstep.web.deals import words
from keepstep.web.rows import MOST_ROWS


def lines(records: Iterable[DealRecord]) -> SafeString:
    """One after another."""
    zone, language = get_current_timezone_name(), get_language()
    return SafeString("".join([_kept(one, one.by.name if one.by else "", zone, language) for one in records]))


@lru_cache(MOST_ROWS)
def _kept(record: DealRecord, name: str, zone: str, language: str | None) -> SafeString:
    """A record never changes once it is written; whoever wrote it may be called otherwise."""
    said = {
        "at": record.at, "title": words.title(record), "words": words.told(record), "name": name,
        "letter": record.facts.get("letter"),
    }  # fmt: skip
    return SafeString(render_to_string("web/deals/record.html", said))

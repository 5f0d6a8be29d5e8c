"""Search by the beginnings of words, served by an index however many rows there are.

Row-level security lets no operator of a text search use an index: it might tell of rows one may not see. So the index
is asked by a function of the owner's, which answers with the keys of the session's own agency and nothing else
(`keepstep_found`). Every word in the index has its agency before it, so that agencies do not meet there either.
"""

import re
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL

from keepstep.postgres import prepared

FEW = 5000
"""More rows than these have such words: then those asked for are met soon on the way through the list."""
BETWEEN = re.compile(r"[\s\u00a0!-/:-@\[-`{-~«»„“”‘’‹›…–—№]+")
"""Whatever stands between words; the function of the database (`keepstep_words`) says the same."""
Of = TypeVar("Of", bound="models.QuerySet[Any]")


class _Begun(models.Func):
    """True of rows with words that begin so: of the agency, the text and the words that were typed."""

    function = "keepstep_begun"
    output_field = models.BooleanField()


def said(text: str) -> list[str]:
    """The words of what somebody types, as they are compared."""
    return [word for word in BETWEEN.split(text.lower().replace("ё", "е")) if word]


def found(rows: Of, text: str) -> Of:
    """Those of these rows, of a model with a `sort_name` and such an index, of which each typed word begins one."""
    words = said(text)
    if not words:
        return rows if not text.strip() else rows.none()
    table = rows.model._meta.db_table
    [[count]] = prepared.rows("select count(*) from keepstep_found(%s, %s, %s)", [table, words, FEW + 1])
    if count <= FEW:
        return rows.filter(pk__in=RawSQL("select keepstep_found(%s, %s, %s)", [table, words, FEW]))
    typed = models.Value(words, output_field=ArrayField(models.TextField()))
    return rows.filter(_Begun(models.F("agency_id"), models.F("sort_name"), typed))

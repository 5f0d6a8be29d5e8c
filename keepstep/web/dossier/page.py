"""A client's dossier as it is shown: each field with what is known, since when, by whom, and what was said before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.dossier import FROM_BRIEF, DossierEntry
from keepstep.domain.clients.dossier_field import DossierField

MOST = 10
"""So many former words of a field are shown."""


class Past(NamedTuple):
    words: str
    is_same: bool
    """It confirmed what stood there already."""
    said: str


class Shown(NamedTuple):
    field: DossierField
    words: str
    said: str
    is_stale: bool
    past: list[Past]


def of(account: Account, *, desk: Desk, at: datetime) -> dict[str, Any]:
    """Two statements, however much was written. What is in the archive is shown where something stands in it."""
    words: dict[UUID, list[DossierEntry]] = {}
    for one in desk.dossier().history().filter(account=account).select_related("by"):
        words.setdefault(one.field_id, []).append(one)
    desk.dossier_fields()  # an agency that has none yet gets the usual ones
    fields = list(desk.dossier_fields_ever())
    shown = [_shown(one, words.get(one.pk, []), at) for one in fields if one.closed_at is None]
    known = [one for one in shown if one.words]
    return {
        "rows": shown,
        "former": [
            one
            for field in fields
            if field.closed_at
            for one in [_shown(field, words.get(field.pk, []), at)]
            if one.words
        ],
        "asked": len(shown),
        "known": len(known),
        "fresh": sum(not one.is_stale for one in known),
        "first_gap": next((one.field.pk for one in shown if not one.words), None),
    }


def _shown(field: DossierField, words: Sequence[DossierEntry], at: datetime) -> Shown:
    last = words[0] if words else None
    if last is None:
        return Shown(field, "", "", False, [])
    past = [
        Past(one.words, bool(before and before.words == one.words), said(one))
        for one, before in zip(words, [*words[1:], None], strict=True)
    ]
    return Shown(field, last.words, said(last), not last.is_fresh(at), past[:MOST] if len(past) > 1 else [])


def said(one: DossierEntry) -> str:
    """When and by whom."""
    day = date_format(one.at, "DATE_FORMAT")
    if one.source == FROM_BRIEF:
        return _("%(day)s, from the brief") % {"day": day}
    return f"{day}, {one.by.name}" if one.by else day

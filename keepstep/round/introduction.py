"""The account manager introduces themselves after a handover: drafted until the first word (§5.8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.account import Account, AccountState, State
from keepstep.domain.delivery.task import Task
from keepstep.domain.sales.handover import Handover
from keepstep.domain.sales.promise import Promise
from keepstep.domain.talk.touchpoint import Direction, Touchpoint
from keepstep.round import tone
from keepstep.round.draft import plain
from keepstep.round.news import News


@dataclass(frozen=True)
class Introduction:
    """What of the handover the client may read: what was promised to them and what comes first, with its days. The
    brief is ours alone."""

    handover: Handover
    promised: list[tuple[str, date | None]]
    first: list[tuple[str, date | None]]


def due(account: Account) -> Introduction | None:
    """While a client that was handed over is new to us and has not heard from us since."""
    since = OuterRef("accepted_at")
    heard = Touchpoint.objects.filter(account=OuterRef("account"), direction=Direction.OUT, at__gte=since)
    is_new = AccountState.objects.filter(account=OuterRef("account"), until=None, state=State.ONBOARDING)
    taken = Handover.objects.accepted().filter(~Exists(heard), Exists(is_new), account=account)
    known = taken.annotate(promised=_promised(), first=_first()).select_related("deal__person", "manager", "agency")
    found: Any = known.order_by("-accepted_at").first()
    return found and Introduction(found, _rows(found.promised), _rows(found.first))


def _promised() -> ArraySubquery:
    rows = Promise.objects.standing().filter(handover=OuterRef("pk"))
    return ArraySubquery(rows.values(said=JSONObject(words="words", due="due")))


def _first() -> ArraySubquery:
    """The tasks of the first week that have words of the client's."""
    rows = Task.objects.open().filter(project=OuterRef("opened")).exclude(client_title="")
    return ArraySubquery(rows.values(said=JSONObject(words="client_title", due="due")))


def _rows(said: list[dict[str, Any]]) -> list[tuple[str, date | None]]:
    return [(one["words"], date.fromisoformat(one["due"]) if one["due"] else None) for one in said]


def write(known: Introduction, news: News, *, language: str) -> Wording:
    """In the words of those who read this language."""
    told = [contact for contact in news.told if contact.language == language]
    with translation.override(language):
        return Wording(_subject(known), "\n\n".join(_body(known, tone.of(news.account).greeting(told))))


def _subject(known: Introduction) -> str:
    return _("%(agency)s: who looks after you, and what comes first") % {"agency": known.handover.agency.name}


def _body(known: Introduction, greeting: list[str]) -> Iterator[str]:
    one = known.handover
    yield from greeting
    names = {"name": plain(one.manager.name if one.manager else ""), "agency": plain(one.agency.name)}
    yield _("My name is %(name)s: from today on I look after you at %(agency)s.") % names
    if known.promised:
        said = _("%(seller)s has told me what we promised:") % {"seller": plain(one.deal.person.name)}
        yield "\n".join([said, *_lines(known.promised)])
    if known.first:
        yield "\n".join([_("What comes first:"), *_lines(known.first)])
    yield _("On every working day you will hear from me what has moved. Whenever something is unclear, just answer.")


def _lines(rows: list[tuple[str, date | None]]) -> Iterator[str]:
    for words, day in rows:
        when = _("by %(day)s") % {"day": date_format(day, "j E")} if day else ""
        yield f"- {plain(words)} — {when}" if when else f"- {plain(words)}"

"""The facts behind each part of a client's health, to open one by one."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.movement import movements
from keepstep.formulas.amount import in_figures
from keepstep.formulas.order import WINDOW
from keepstep.round.health import Facts
from keepstep.web import words
from keepstep.web.days import day_count

MOST = 10
SIGNS = timedelta(days=28)


class Fact(NamedTuple):
    words: str
    href: str


def of(account: Account, known: Facts, *, desk: Desk, at: datetime) -> dict[str, list[Fact]]:
    """By the part: the days missed, what stands still, what is unpaid, the marks, the days on which they came, what is
    not known of them."""
    today = desk.time_of(account).local_day(at)
    return {
        "communication": list(_missed(account, desk, today)),
        "movement": list(_projects(account, desk, today, at)),
        "payment": list(_unpaid(account, desk, today)),
        "satisfaction": list(_marks(account, desk)),
        "engagement": list(_signs(account, desk, today)),
        "knowledge": list(_gaps(account, known)),
    }


def _missed(account: Account, desk: Desk, today: date) -> Iterable[Fact]:
    last = desk.due_days().filter(account=account, day__lt=today).order_by("-day")[:WINDOW]
    for due in last:
        if due.kept_at is None:
            said = _("Missed on %(day)s") % {"day": date_format(due.day, "D j E")}
            yield Fact(said, reverse("due_day", args=[due.pk]))


def _projects(account: Account, desk: Desk, today: date, at: datetime) -> Iterable[Fact]:
    time = desk.time_of(account)
    projects = list(desk.projects().open().filter(account=account).order_by("sort_name"))
    moved = movements(
        [one.pk for one in projects], days=day_count(time, today), zone=str(time.zone),
        patience=desk.agency.stall_after, at=at,
    )  # fmt: skip
    for one in projects:
        known = moved[one.pk]
        state = words.stall(known.stall) or (words.rest(known.until, time.zone) if known.rests else _("moves"))
        yield Fact(f"{one.name}: {state}", reverse("project", args=[one.pk]))


def _unpaid(account: Account, desk: Desk, today: date) -> Iterable[Fact]:
    for one in desk.invoices().overdue(today).filter(account=account).order_by("due")[:MOST]:
        facts = {
            "number": one.number, "day": date_format(one.due, "j E") if one.due else "",
            "sum": in_figures(one.owed, one.currency, language=get_language() or "en"),
        }  # fmt: skip
        yield Fact(_("Invoice %(number)s, due on %(day)s: %(sum)s") % facts, reverse("invoice", args=[one.pk]))


def _marks(account: Account, desk: Desk) -> Iterable[Fact]:
    marks = desk.marks().filter(update__account=account, points__isnull=False).select_related("contact", "update")
    for one in marks.order_by("-at")[:MOST]:
        said = f"{date_format(one.at, 'j E')} · {one.contact.name}: {one.in_words}"
        yield Fact(said, reverse("update", args=[one.update_id]))


def _signs(account: Account, desk: Desk, today: date) -> Iterable[Fact]:
    """Days on which somebody read an update or was in the portal; what they wrote stands on the client's page."""
    seen = desk.engagements().filter(account=account, day__gt=today - SIGNS).select_related("contact")
    told: dict[tuple[date, str], set[str]] = {}
    for one in seen.order_by("-day"):
        told.setdefault((one.day, one.contact.name), set()).add(one.kind)
    names = {"read": _("read an update"), "visit": _("was in the portal")}
    for (day, who), kinds in list(told.items())[:MOST]:
        said = ", ".join(names[kind] for kind in sorted(kinds))
        yield Fact(f"{date_format(day, 'D j E')} · {who}: {said}", reverse("account_timeline", args=[account.pk]))


def _gaps(account: Account, known: Facts) -> Iterable[Fact]:
    """Counted already with the health itself; which they are is said in the dossier."""
    where = reverse("dossier", args=[account.pk])
    if gaps := known.asked - known.known:
        yield Fact(ngettext("%(n)s field is empty", "%(n)s fields are empty", gaps) % {"n": gaps}, where)
    if stale := known.known - known.confirmed:
        said = ngettext(
            "%(n)s field was not confirmed for 90 days", "%(n)s fields were not confirmed for 90 days", stale
        )
        yield Fact(said % {"n": stale}, where)

"""Deals in words: how long one stands, what is next, what happened."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from keepstep.domain.sales.deal_record import DealRecord, Kind
from keepstep.domain.sales.pipeline import OPENED_BY, Gate
from keepstep.formulas.amount import in_figures
from keepstep.web import own_fields

FACTS = {
    "title": gettext_lazy("Title"),
    "account": gettext_lazy("Client"),
    "contact": gettext_lazy("Contact"),
    "company": gettext_lazy("Company"),
    "name": gettext_lazy("Contact name"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "amount": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "closes_on": gettext_lazy("Expected close"),
    "source": gettext_lazy("Source"),
}


NO_BREAK = "\N{NO-BREAK SPACE}"


class Age(NamedTuple):
    words: str
    is_over: bool


def age(stood: int, norm: int | None) -> Age:
    """§5.8: how many working days it stands in its stage, of how many it should at most."""
    if norm is None:
        return Age(ngettext("%(n)s day here", "%(n)s days here", stood) % {"n": stood}, False)
    words = ngettext("%(n)s of %(norm)s day here", "%(n)s of %(norm)s days here", norm) % {"n": stood, "norm": norm}
    return Age(words, stood > norm)


class Next(NamedTuple):
    words: str
    tone: str


def next_task(due: date | None, title: str, today: date) -> Next:
    """What is next; without a date it is flagged."""
    if due is None:
        return Next(_("No next task"), "red")
    said = _("today") if due == today else date_format(due, "j E" if due.year == today.year else "DATE_FORMAT")
    return Next(f"{title} · {said.replace(' ', NO_BREAK)}", "red" if due < today else "")


def day(of: date | None) -> str:
    return date_format(of, "DATE_FORMAT") if of else ""


def figure(amount: Decimal | None, currency: str) -> str:
    return "" if amount is None else in_figures(amount, currency, language=get_language() or "en")


def title(one: DealRecord) -> str:
    facts = one.facts
    if one.kind in (Kind.PROVED, Kind.DISPROVED):
        return _proof(one)
    titles: dict[str, str] = {
        Kind.BEGUN: _("Begun: %(stage)s") % {"stage": facts.get("stage_name", "")},
        Kind.MOVED: _moved(facts),
        Kind.RETURNED: _("Back to %(stage)s") % {"stage": facts.get("to", "")},
        Kind.LOST: _("Lost: %(reason)s") % {"reason": facts.get("reason", "")},
        Kind.REOPENED: _("Open again"),
        Kind.GIVEN: _("Given to %(name)s") % {"name": facts.get("name", "")},
        Kind.AMENDED: _("Facts changed"),
        Kind.NOTED: _("Note"),
        Kind.OFFERED: _offered(facts),
        Kind.ASKED: _("%(name)s asks about “%(title)s”")
        % {"name": facts.get("name", ""), "title": facts.get("title", "")},
        Kind.IMPORTED: _("From the file %(file)s, row %(row)s")
        % {"file": facts.get("file", ""), "row": facts.get("row", "")},
        Kind.DECLINED: _("“%(title)s” is declined") % {"title": facts.get("title", "")},
        Kind.SENT: _("A letter to %(name)s: %(subject)s") % _letter(facts),
        Kind.BOUNCED: _("The letter to %(name)s did not arrive: %(subject)s") % _letter(facts),
        Kind.WROTE: _("%(name)s writes: %(subject)s") % _letter(facts),
    }
    return titles[Kind(one.kind)]


def _moved(facts: dict[str, Any]) -> str:
    said = f"{facts.get('source', '')} → {facts.get('to', '')}"
    waived = [str(OPENED_BY[Gate(gate)]) for gate in facts.get("waived", ())]
    return _("%(move)s, without: %(waived)s") % {"move": said, "waived": ", ".join(waived)} if waived else said


def _offered(facts: dict[str, Any]) -> str:
    if "total" not in facts:
        return ""
    said = {name: facts[name] for name in ("title", "number")}
    said["total"] = figure(Decimal(facts["total"]), facts["currency"])
    return _("Published: “%(title)s”, version %(number)s, %(total)s") % said


def _letter(facts: dict[str, Any]) -> dict[str, str]:
    return {"name": facts.get("name", ""), "subject": facts.get("subject") or "–"}


def _proof(one: DealRecord) -> str:
    said = capfirst(str(OPENED_BY[Gate(one.facts["gate"])]))
    return said if one.kind == Kind.PROVED else _("Taken back: %(evidence)s") % {"evidence": said}


def told(one: DealRecord) -> str:
    """What the record says beside its title; may be empty."""
    if one.kind != Kind.AMENDED:
        return one.words
    was, now = one.facts["was"], one.facts["now"]
    lines = [f"{FACTS[name]}: {_fact(name, was[name])} → {_fact(name, now[name])}" for name in was]
    return "\n".join([*lines, *own_fields.told(one.facts.get("own", ()))])


def _fact(name: str, said: str) -> str:
    """As it was kept, and days and sums as people write them."""
    if not said:
        return "–"
    if name == "closes_on":
        return day(date.fromisoformat(said))
    if name != "amount":
        return said
    sum_ = Decimal(said)
    return number_format(sum_, 2 if sum_ % 1 else 0, force_grouping=True)

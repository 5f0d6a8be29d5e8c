"""A lead in words: how long it waits, whom it resembles, where it came from, what happened to it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from keepstep.domain.sales.assignment import BACK
from keepstep.domain.sales.duplicate import Duplicate
from keepstep.domain.sales.lead import Channel, Lead, State
from keepstep.domain.sales.lead_record import Kind, LeadRecord
from keepstep.domain.sales.qualification import Answer
from keepstep.domain.sales.sign import Kind as Sign
from keepstep.domain.sales.source import Way
from keepstep.domain.sales.talk import Whose
from keepstep.domain.talk.touchpoint import Form
from keepstep.formulas.working_time import WorkingTime
from keepstep.web import own_fields
from keepstep.web.leads.listing import ANSWERED, Asked
from keepstep.web.words import period, worked

RULES = {
    Way.HAND: gettext_lazy("Given to %(name)s by hand"),
    Way.ROUND: gettext_lazy("Given to %(name)s, whose turn it was"),
    Way.LEAST: gettext_lazy("Given to %(name)s, who had least to do"),
}
LONG_AGO = timedelta(days=30)
SIGNS = {
    Sign.EMAIL: gettext_lazy("the same e-mail"),
    Sign.PHONE: gettext_lazy("the same telephone"),
    Sign.TAX: gettext_lazy("the same tax number"),
    Sign.DOMAIN: gettext_lazy("the same web domain"),
}
TITLES = {
    Whose.OURS: {
        Form.EMAIL: gettext_lazy("We wrote"),
        Form.CALL: gettext_lazy("We called"),
        Form.MEETING: gettext_lazy("We met"),
        Form.MESSAGE: gettext_lazy("We sent a message"),
    },
    Whose.THEIRS: {
        Form.EMAIL: gettext_lazy("They wrote"),
        Form.CALL: gettext_lazy("They called"),
        Form.MEETING: gettext_lazy("They invited us"),
        Form.MESSAGE: gettext_lazy("They sent a message"),
    },
}
FACTS = {
    "name": pgettext_lazy("person", "Name"),
    "company": gettext_lazy("Company"),
    "emails": gettext_lazy("E-mail"),
    "phones": gettext_lazy("Telephone"),
    "tax_number": gettext_lazy("Tax number"),
    "site": gettext_lazy("Site"),
    "message": gettext_lazy("Message"),
}


def opened(wanted: Asked) -> str:
    """What the figure said that was opened: days, campaign, answered or not."""
    parts = [period(wanted.since, wanted.until)] if wanted.since or wanted.until else []
    if wanted.campaign is not None:
        parts.append(_("campaign “%(name)s”") % {"name": wanted.campaign} if wanted.campaign else _("no campaign"))
    if wanted.of_import:
        parts.append(_("from a file"))
    if wanted.answered:
        parts.append(str(ANSWERED[wanted.answered]))
    return " · ".join(parts)


class Clock(NamedTuple):
    """How the first response stands: in words, and whether the target is missed."""

    words: str
    is_late: bool


def clock(lead: Lead, time: WorkingTime, at: datetime) -> Clock:
    """Working time from its coming to our first word, against the target of its source."""
    target = timedelta(minutes=lead.source.target)
    if lead.responded_at:
        if lead.responded_at - lead.came_at > LONG_AGO:
            return Clock(_("answered late"), is_late=True)
        took = time.between(lead.came_at, lead.responded_at)
        return Clock(_("answered in %(time)s") % {"time": worked(took)}, took > target)
    if lead.state in (State.REJECTED, State.MERGED):
        return Clock("", is_late=False)
    if at - lead.came_at > LONG_AGO:
        return Clock(_("never answered"), is_late=True)
    waits = time.between(lead.came_at, at)
    if waits <= target:
        return Clock(_("%(time)s left to answer") % {"time": worked(target - waits)}, is_late=False)
    return Clock(_("waits %(time)s") % {"time": worked(waits)}, is_late=True)


def shared(one: Duplicate) -> str:
    """By what they are alike; the same address says more than its domain."""
    by = one.by - {Sign.DOMAIN.value} if Sign.EMAIL in one.by else one.by
    return ", ".join(str(SIGNS[Sign(kind)]) for kind in sorted(by))


def origin(lead: Lead) -> str:
    """The source, with the campaign where one is known."""
    touch = lead.last_touch or lead.first_touch
    ad = " / ".join(filter(None, (touch.get("utm_source"), touch.get("utm_campaign"))))
    return " · ".join(filter(None, (lead.source.name, ad)))


class Told(NamedTuple):
    title: str
    words: str
    tone: str
    record: LeadRecord


def told(records: Iterable[LeadRecord]) -> list[Told]:
    return [Told(_title(one), _words(one), one.facts.get("whose", ""), one) for one in records]


def _title(one: LeadRecord) -> str:
    facts = one.facts
    if one.kind == Kind.TALKED:
        if facts["whose"] == Whose.NOBODYS:
            return _("Nobody was reached")
        return str(TITLES[Whose(facts["whose"])][Form(facts["form"])])
    if one.kind == Kind.CAME:
        return _("Came in: %(channel)s") % {"channel": Channel(facts["channel"]).label}
    titles: dict[str, str] = {
        Kind.TAKEN: _("Taken into work"),
        Kind.RETURNED: _("Waits to be sorted again"),
        Kind.ATTACHED: _("Attached to %(client)s") % {"client": facts.get("client", "")},
        Kind.REJECTED: _("Rejected: %(reason)s") % {"reason": facts.get("reason", "")},
        Kind.MERGED: _("Merged with %(lead)s") % {"lead": facts.get("other", "")},
        Kind.PARTED: _("Parted from %(lead)s again") % {"lead": facts.get("other", "")},
        Kind.GIVEN: given(facts),
        Kind.DEAL: _("Became a deal: %(deal)s") % {"deal": facts.get("title", "")},
        Kind.ASSESSED: _assessed(facts),
        Kind.QUALIFIED: _("Qualified"),
        Kind.DISQUALIFIED: _("Qualified no more"),
        Kind.BOUNCED: _("The letter to %(name)s did not arrive: %(subject)s")
        % {"name": facts.get("name", ""), "subject": facts.get("subject") or "–"},
        Kind.IMPORTED: _("Stood in the file %(name)s too") % {"name": facts.get("file", "")},
        Kind.AMENDED: _("Facts changed"),
    }
    return titles[Kind(one.kind)]


def _assessed(facts: dict[str, Any]) -> str:
    if "answer" not in facts:
        return ""
    return f"{facts['criterion']}: {str(Answer(facts['answer']).label).lower()}"


def given(facts: dict[str, Any]) -> str:
    """To whom, and by which rule."""
    if facts.get("way") == BACK:
        return _("The giving is taken back")
    return str(RULES[Way(facts.get("way", Way.HAND))]) % {"name": facts.get("name", "")}


def _words(one: LeadRecord) -> str:
    if one.kind != Kind.AMENDED:
        return one.words
    now = one.facts["now"]
    lines = [f"{FACTS[name]}: {_said(was)} → {_said(now[name])}" for name, was in one.facts["was"].items()]
    return "\n".join([*lines, *own_fields.told(one.facts.get("own", ()))])


def _said(value: Any) -> str:
    return (", ".join(value) if isinstance(value, list) else str(value)) or "–"

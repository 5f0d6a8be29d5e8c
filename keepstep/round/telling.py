"""What a notification says, by its kind, in the language that is active where it is read.

A duty that announces itself speaks in its own words; a kind of another source gets its function here.
"""

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.agency import monday_sheet, notification
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.telegram_bot import STUMBLES
from keepstep.domain.clients.handing import MANAGES
from keepstep.domain.delivery.project import PRODUCES
from keepstep.domain.sales import deal_word, letter_fate, proposal_news
from keepstep.domain.sales.assignment import GIVEN, WAITS
from keepstep.domain.sales.brief_answer import ANSWERED
from keepstep.domain.sales.handover_turn import ACCEPTED, ASSIGNED, OFFERED, RETURNED, UNMANAGED
from keepstep.domain.sales.stranger import WRITES
from keepstep.domain.talk.mark import Mark, Said
from keepstep.duties.catalogue import catalogue
from keepstep.round.health_history import FELL
from keepstep.round.safety_net import BY_ITSELF

CALL_ME = "call_me"
OF_LEADS = {
    GIVEN: gettext_lazy("Yours: answer %(lead)s"),
    WAITS: gettext_lazy("%(lead)s waits to be taken"),
    WRITES: gettext_lazy("%(lead)s has written again"),
}
GIVEN_TO_YOU = {MANAGES: gettext_lazy("You manage the client now"), PRODUCES: gettext_lazy("You produce it now")}

OFFERS = {
    proposal_news.ACCEPTED: gettext_lazy("A client accepts a proposal"),
    proposal_news.DECLINED: gettext_lazy("A client declines a proposal"),
    proposal_news.ASKED: gettext_lazy("A client asks about a proposal"),
}
LETTERS = {
    deal_word.WRITES: gettext_lazy("Somebody answers a letter about my deal"),
    letter_fate.CAME_BACK: gettext_lazy("A letter to my lead, or about my deal, did not arrive"),
}
TURNS = {
    UNMANAGED: gettext_lazy("A won deal waits for an account manager"),
    ASSIGNED: gettext_lazy("You are to take a client over"),
    OFFERED: gettext_lazy("A handover waits for you: accept it or ask back"),
    RETURNED: gettext_lazy("A handover came back with questions"),
    ACCEPTED: gettext_lazy("Your client has been taken over"),
}


def kinds() -> dict[str, str]:
    """Of what people are told here, with its name."""
    duties = {code: str(duty.title) for code, duty in catalogue().items() if duty.announces}
    nets = {BY_ITSELF: _("An update went out by itself")}
    leads = {GIVEN: _("A lead is given to me"), WAITS: _("A new lead waits for whoever takes it")}
    leads |= {WRITES: _("My lead has written again")}
    letters = {kind: str(words) for kind, words in LETTERS.items()}
    briefs = {ANSWERED: _("A client has answered a brief")}
    offers = {kind: str(words) for kind, words in OFFERS.items()}
    called = {CALL_ME: _("A client asks for a call"), STUMBLES: _("Our bot in Telegram does not work")}
    turns = {kind: str(words) for kind, words in TURNS.items()}
    given = {MANAGES: _("A client is given to me"), PRODUCES: _("A project is given to me")}
    health = {FELL: _("A client's health falls")}
    return called | given | turns | nets | leads | briefs | offers | letters | health | duties


def tell_of(mark: Mark, *, at: datetime) -> None:
    """A client asks for a call: whoever manages it is to know at once."""
    account = mark.update.account
    if mark.said != Said.CALL_ME or account.manager is None:
        return
    facts = {"client": account.name, "who": mark.contact.name, "words": mark.in_words}
    address = reverse("account", args=[account.pk])
    notification.tell(
        account.manager, kind=CALL_ME, key=str(mark.pk), facts=facts, address=address, at=at, is_urgent=True
    )


class Told(NamedTuple):
    """`title` is what to do or what has happened, `about` whom it concerns, `why` the reason."""

    title: str
    about: str
    why: str


def told(one: Notification) -> Told:
    about = " · ".join(filter(None, (one.facts.get("client"), one.facts.get("project"))))
    duty = catalogue().get(one.kind)
    if one.kind == CALL_ME:
        return Told(_("Call %(who)s") % {"who": one.facts.get("who", "")}, about, one.facts.get("words", ""))
    if one.kind in GIVEN_TO_YOU:
        why = _("%(who)s gave it to you.") % {"who": one.facts["who"]} if one.facts["who"] else ""
        return Told(str(GIVEN_TO_YOU[one.kind]), about, why)
    if one.kind == STUMBLES:
        return Told(_("Our bot in Telegram does not work"), f"@{one.facts['bot']}", one.facts["fault"])
    if one.kind == BY_ITSELF:
        return Told(_("Today's update went out by itself"), about, one.facts.get("subject", ""))
    if one.kind == FELL:
        why = _("It was %(before)s within the last 20 working days, and is %(now)s now.")
        return Told(_("A client's health falls"), about, why % {name: one.facts[name] for name in ("before", "now")})
    if one.kind == monday_sheet.KIND:
        return Told(
            _("The company on one sheet"), date_format(one.at, "j E"), _("It is enclosed with Monday’s letter.")
        )
    if one.kind in TURNS:
        why = one.facts["words"] or (_("From %(who)s.") % {"who": one.facts["who"]} if one.facts["who"] else "")
        return Told(str(TURNS[one.kind]), about, why)
    if one.kind in OF_LEADS:
        return _told_of_lead(one)
    if one.kind == ANSWERED:
        return Told(_("%(client)s has answered the brief") % one.facts, one.facts["deal"], one.facts["title"])
    if one.kind in OFFERS:
        return _told_of_offer(one)
    if one.kind in LETTERS:
        return _told_of_letter(one)
    if duty is None:
        return Told(_("Something new"), about, "")
    return Told(duty.act(one.facts), about, duty.reason(one.facts))


def _told_of_lead(one: Notification) -> Told:
    return Told(OF_LEADS[one.kind] % {"lead": one.facts["lead"]}, one.facts["source"], one.facts["words"])


def _told_of_offer(one: Notification) -> Told:
    titles = {
        proposal_news.ACCEPTED: _("%(who)s has accepted “%(title)s”"),
        proposal_news.DECLINED: _("“%(title)s” is declined"),
        proposal_news.ASKED: _("%(who)s asks about “%(title)s”"),
    }
    return Told(titles[one.kind] % one.facts, one.facts["client"], one.facts["words"])


def _told_of_letter(one: Notification) -> Told:
    titles = {
        deal_word.WRITES: _("%(who)s answers about “%(deal)s”"),
        letter_fate.CAME_BACK: _("The letter to %(who)s about “%(deal)s” did not arrive"),
    }
    if "deal" not in one.facts:
        return Told(_("The letter to %(who)s did not arrive") % one.facts, one.facts["client"], one.facts["words"])
    return Told(titles[one.kind] % one.facts, one.facts["client"], one.facts["words"])

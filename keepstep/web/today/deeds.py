"""Where an item's act is done: the drawer or page that makes its evidence."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from keepstep.duties.accept_handover import ASSIGN
from keepstep.duties.catalogue import Facts
from keepstep.round.item import Item, Listed
from keepstep.web.addresses import address

BY_LETTER = {"email", "portal", "telegram"}


class Deed(NamedTuple):
    """`in_drawer` says that the act happens beside the list; `aside` is a second way out, done by one click.
    Both are named as WORDS has them."""

    name: str
    address: str
    in_drawer: bool = True
    aside: str = ""
    aside_address: str = ""


WORDS = {
    "send": _("Send"),
    "answer": _("Answer"),
    "settle": _("No answer needed"),
    "take": _("Take it"),
    "call": _("Call them"),
    "ask": _("Ask"),
    "record": _("Record"),
    "plan": _("Plan"),
    "open": _("Open"),
    "assign": _("Assign"),
    "warn": _("Warn"),
    "remind": _("Remind"),
    "put_off": _("Put off"),
    "finish": _("Done"),
}


def deed(item: Item | Listed, facts: Facts) -> Deed:
    return DEEDS[item.duty](item, facts)


def words_of(name: str) -> str:
    return str(WORDS[name])


def _send(item: Item | Listed, facts: Facts) -> Deed:
    """What was sent and has reached nobody cannot be written anew: another word is logged, or it goes once more."""
    if isinstance(item, Listed) and item.in_vain:
        return Deed("record", address("touchpoint_new", item.account_id))
    return Deed("send", address("update_new", item.account_id))


def _answer(item: Item | Listed, facts: Facts) -> Deed:
    """What came as a letter is answered by one; of other ways it is told how they were answered."""
    return Deed(
        "answer",
        answering(item.touchpoint_id, item.account_id, facts.get("form")),
        aside="settle",
        aside_address=address("touchpoint_settle", item.touchpoint_id),
    )


def answering(touchpoint: object, account: object, form: object) -> str:
    """Where a word of the client is answered."""
    logged = f"{address('touchpoint_new', account)}?answers={touchpoint}"
    return address("touchpoint_answer", touchpoint) if form in BY_LETTER else logged


def _push(item: Item | Listed, facts: Facts) -> Deed:
    """A ball of somebody else is asked for on its rung; what is in our hands needs a step."""
    held = facts.get("ball")
    if held and facts.get("side") != "us":
        return _or_take(Deed("ask", f"{address('ball_ask', held)}?rung={item.rung}"), item)
    return _or_take(Deed("record", address("step_new", item.project_id)), item)


def _call(item: Item | Listed, facts: Facts) -> Deed:
    return _or_take(Deed("call", address("call_sheet", item.project_id), in_drawer=False), item)


def _or_take(made: Deed, item: Item | Listed) -> Deed:
    """A stall can be taken once: that stops the clock of reaction, and the item stays until it is done."""
    if not isinstance(item, Listed) or item.taker:
        return made
    return made._replace(aside="take", aside_address=address("stall_take", item.project_id))


def _plan(item: Item | Listed, facts: Facts) -> Deed:
    return Deed("plan", address("task_new", item.project_id))


def _kick_off(item: Item | Listed, facts: Facts) -> Deed:
    """Whoever was handed over is written to first; the letter is drafted."""
    if facts.get("waits"):
        return Deed("send", address("update_new", item.account_id))
    return Deed("open", address("account", item.account_id), in_drawer=False)


def _warn(item: Item | Listed, facts: Facts) -> Deed:
    where = address("milestone_move", item.milestone_id)
    return Deed("warn", f"{where}?to={facts['earliest']}" if facts.get("earliest") else where)


def _first_word(item: Item | Listed, facts: Facts) -> Deed:
    """Whoever can be written to is; how others were answered is logged. What nobody has can be taken first: then nobody
    else answers it too."""
    made = Deed("answer", address("lead_answer" if facts.get("by_letter") else "lead_talk", item.lead_id))
    return made if facts.get("taken") else made._replace(aside="take", aside_address=address("lead_take", item.lead_id))


def _remind(item: Item | Listed, facts: Facts) -> Deed:
    """A letter drafted for the rung; whoever has heard when they will pay notes that instead."""
    where = address("invoice_send", facts["invoice"])
    return Deed("remind", f"{where}?rung={item.rung}")


def _review(item: Item | Listed, facts: Facts) -> Deed:
    return Deed("open", address("growth_review", item.account_id), in_drawer=False)


def _know(item: Item | Listed, facts: Facts) -> Deed:
    return Deed("open", address("dossier", item.account_id), in_drawer=False)


def _agree(item: Item | Listed, facts: Facts) -> Deed:
    """Where the numbers are, with their goals."""
    return Deed("open", address("metrics", item.account_id), in_drawer=False)


def _plan_deal(item: Item | Listed, facts: Facts) -> Deed:
    """What is overdue is put off, or done by one click; else what is next is planned."""
    late = facts.get("task_id")
    if not late:
        return Deed("plan", address("deal_task_new", item.deal_id))
    return Deed("put_off", address("deal_task", late), aside="finish", aside_address=address("deal_task_finish", late))


def _hand_over(item: Item | Listed, facts: Facts) -> Deed:
    """Who takes it over is chosen beside the list; all else is read first. It may not have begun yet."""
    known = facts.get("handover")
    if not known:
        return Deed("open", address("deal", item.deal_id), in_drawer=False)
    if facts.get("turn") == ASSIGN:
        return Deed("assign", address("handover_assign", known))
    return Deed("open", address("handover", known), in_drawer=False)


def _open_deal(item: Item | Listed, facts: Facts) -> Deed:
    return Deed("open", address("deal", item.deal_id), in_drawer=False)


def _plan_month(item: Item | Listed, facts: Facts) -> Deed:
    """The page of the month, on which all of one's clients stand."""
    return Deed("plan", f"{reverse('plan')}?month={str(facts['month'])[:7]}", in_drawer=False)


def _develop(item: Item | Listed, facts: Facts) -> Deed:
    """With the facts of the client; the talk is recorded there."""
    return Deed("open", address("development", item.account_id), in_drawer=False)


DEEDS: dict[str, Callable[[Item | Listed, Facts], Deed]] = {
    "daily_update": _send,
    "answer_client": _answer,
    "push_stall": _push,
    "call_client": _call,
    "next_step": _plan,
    "deal_step": _plan_deal,
    "accept_handover": _hand_over,
    "paid_back": _open_deal,
    "kickoff": _kick_off,
    "warn_early": _warn,
    "first_response": _first_word,
    "overdue_payment": _remind,
    "growth_review": _review,
    "know_client": _know,
    "client_goal": _agree,
    "make_plan": _plan_month,
    "close_plan_gap": _develop,
    "development_talk": _develop,
}

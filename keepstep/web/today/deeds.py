"""Where an item's act is done: the drawer or page that makes its evidence."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepstep.round.item import Item
from keepstep.web.addresses import address


@dataclass(frozen=True)
class Deed:
    """`in_drawer` says that the act happens beside the list; `aside` is a second way out, done by one click."""

    words: Promise
    address: str
    in_drawer: bool = True
    aside_words: Promise | str = ""
    aside_address: str = ""


def deed(item: Item) -> Deed:
    return DEEDS[item.duty](item)


def _send(item: Item) -> Deed:
    return Deed(_("Send"), address("update_new", item.account_id))


def _answer(item: Item) -> Deed:
    return Deed(
        _("Answer"),
        f"{address('touchpoint_new', item.account_id)}?answers={item.touchpoint_id}",
        aside_words=_("No answer needed"),
        aside_address=address("touchpoint_settle", item.touchpoint_id),
    )


def _push(item: Item) -> Deed:
    """A ball of somebody else is asked for on its rung; what is in our hands needs a step."""
    held = item.facts.get("ball")
    if held and item.facts.get("side") != "us":
        words = _("Call them") if item.facts.get("audience") == "management" else _("Ask")
        return Deed(words, f"{address('ball_ask', held)}?rung={item.rung}")
    return Deed(_("Record"), address("step_new", item.project_id))


def _plan(item: Item) -> Deed:
    return Deed(_("Plan"), address("task_new", item.project_id))


def _kick_off(item: Item) -> Deed:
    return Deed(_("Open"), address("account", item.account_id), in_drawer=False)


def _warn(item: Item) -> Deed:
    return Deed(_("Warn"), address("milestone_move", item.milestone_id))


DEEDS: dict[str, Callable[[Item], Deed]] = {
    "daily_update": _send,
    "answer_client": _answer,
    "push_stall": _push,
    "next_step": _plan,
    "kickoff": _kick_off,
    "warn_early": _warn,
}

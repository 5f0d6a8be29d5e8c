"""Where an item's act is done: the drawer or page that makes its evidence."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepstep.round.item import Item


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
    return Deed(_("Send"), reverse("update_new", args=[item.account_id]))


def _answer(item: Item) -> Deed:
    return Deed(
        _("Answer"),
        f"{reverse('touchpoint_new', args=[item.account_id])}?answers={item.touchpoint_id}",
        aside_words=_("No answer needed"),
        aside_address=reverse("touchpoint_settle", args=[item.touchpoint_id]),
    )


def _push(item: Item) -> Deed:
    """A ball of somebody else is asked for on its rung; what is in our hands needs a step."""
    held = item.facts.get("ball")
    if held and item.facts.get("side") != "us":
        words = _("Telephone") if item.facts.get("audience") == "management" else _("Ask")
        return Deed(words, f"{reverse('ball_ask', args=[held])}?rung={item.rung}")
    return Deed(_("Record"), reverse("step_new", args=[item.project_id]))


def _plan(item: Item) -> Deed:
    return Deed(_("Plan"), reverse("task_new", args=[item.project_id]))


def _kick_off(item: Item) -> Deed:
    return Deed(_("Open"), reverse("account", args=[item.account_id]), in_drawer=False)


def _warn(item: Item) -> Deed:
    return Deed(_("Warn"), reverse("milestone_move", args=[item.milestone_id]))


DEEDS: dict[str, Callable[[Item], Deed]] = {
    "daily_update": _send,
    "answer_client": _answer,
    "push_stall": _push,
    "next_step": _plan,
    "kickoff": _kick_off,
    "warn_early": _warn,
}

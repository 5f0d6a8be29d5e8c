"""Audiences of the ladder: whom a rung speaks to, who of us has to see to it, and by which way (§5.3).

Every rule of the kind "on this rung it is her turn" is read from here: by the duty's statement, by the drafts of
pushes, by what a page says beforehand.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Whom a rung speaks to; which person that is depends on whose ball it is."""

    HOLDER = "holder", _("whoever holds the ball")
    PRODUCER = "producer", _("our producer")
    TEAM = "team", _("their team")
    DECIDER = "decider", _("their decision maker")
    HEAD = "head", _("our head")
    MANAGEMENT = "management", _("own management telephones the client")


class Turn(StrEnum):
    """Who of us a rung is for: the one who holds our ball, or the manager, producer or head of the project."""

    HOLDER = "holder"
    MANAGER = "manager"
    PRODUCER = "producer"
    HEAD = "head"


class Way(models.TextChoices):
    """The channel of a rung."""

    EMAIL = "email", _("e-mail")
    MESSAGE = "message", _("message")
    CALL = "call", _("call")
    MEETING = "meeting", _("meeting")


# Of us: while the ball is ours, and while somebody else holds it.
TURNS = {
    Audience.HOLDER: (Turn.HOLDER, Turn.MANAGER),
    Audience.PRODUCER: (Turn.PRODUCER, Turn.PRODUCER),
    Audience.TEAM: (Turn.PRODUCER, Turn.MANAGER),
    Audience.DECIDER: (Turn.HEAD, Turn.MANAGER),
    Audience.HEAD: (Turn.HEAD, Turn.HEAD),
    Audience.MANAGEMENT: (Turn.HEAD, Turn.HEAD),
}
# At the client: a colleague of ours who has the turn asks the holder, the head and own management the decision maker.
THERE = {
    Audience.HOLDER: Audience.HOLDER,
    Audience.PRODUCER: Audience.HOLDER,
    Audience.TEAM: Audience.TEAM,
    Audience.DECIDER: Audience.DECIDER,
    Audience.HEAD: Audience.DECIDER,
    Audience.MANAGEMENT: Audience.DECIDER,
}
# By which way a rung is climbed where the agency has not chosen one: their team by a second channel.
USUALLY = {Audience.TEAM: Way.MESSAGE, Audience.MANAGEMENT: Way.CALL}


def turn(audience: str, *, is_ours: bool) -> Turn:
    ours, else_ = TURNS[Audience(audience)]
    return ours if is_ours else else_


def is_internal(audience: str, *, is_ours: bool) -> bool:
    """The rung turns to one of us who is to be told, and not only to the client."""
    return is_ours or turn(audience, is_ours=False) != Turn.MANAGER


def usual_way(audience: str) -> Way:
    return USUALLY.get(Audience(audience), Way.EMAIL)

"""What a notification says, by its kind, in the language that is active where it is read.

A duty that announces itself speaks in its own words; a kind of another source gets its function here.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from keepstep.domain.agency.notification import Notification
from keepstep.duties.catalogue import catalogue


class Told(NamedTuple):
    """`title` is what to do or what has happened, `about` whom it concerns, `why` the reason."""

    title: str
    about: str
    why: str


def told(one: Notification) -> Told:
    about = " · ".join(filter(None, (one.facts.get("client"), one.facts.get("project"))))
    duty = catalogue().get(one.kind)
    if duty is None:
        return Told(_("Something new"), about, "")
    return Told(duty.act(one.facts), about, duty.reason(one.facts))

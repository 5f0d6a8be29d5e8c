"""The tone of an update: how this client is spoken to (§5.2)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from keepstep.domain.clients import account
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact


class Tone:
    """Warm: by the first name, with a word for a quiet day."""

    def greeting(self, told: Sequence[Contact]) -> list[str]:
        if len(told) == 1:
            return [_("Hello, %(name)s!") % {"name": told[0].greeted}]
        return [_("Hello!")]

    def quiet_day(self) -> str:
        return _("A quiet day: nothing new to show since our last message. Here is where things stand.")

    def going_on(self) -> str:
        return _("Tomorrow we go on and will tell you what has moved.")


class Formal(Tone):
    """By the full name."""

    def greeting(self, told: Sequence[Contact]) -> list[str]:
        if len(told) == 1:
            return [_("Good day, %(name)s.") % {"name": told[0].name}]
        return [_("Good day.")]

    def quiet_day(self) -> str:
        return _("There is nothing new to report since our last message. This is the present state of the work.")

    def going_on(self) -> str:
        return _("The work continues tomorrow; we will report what has been done.")


class Brief(Tone):
    """To the point, without a greeting."""

    def greeting(self, told: Sequence[Contact]) -> list[str]:
        return []

    def quiet_day(self) -> str:
        return _("Nothing new since our last message.")

    def going_on(self) -> str:
        return _("We go on tomorrow.")


TONES = {account.Tone.WARM: Tone(), account.Tone.FORMAL: Formal(), account.Tone.BRIEF: Brief()}


def of(client: Account) -> Tone:
    return TONES[account.Tone(client.tone)]

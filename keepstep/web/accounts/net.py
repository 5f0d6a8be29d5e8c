"""How it is with a client's update that nobody sends, as its page says it."""

from typing import NamedTuple

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from keepstep.desk import Desk
from keepstep.domain.clients.account import Account
from keepstep.domain.talk import safety_net
from keepstep.domain.talk.safety_net import Net, SafetyNet, Stand


class Way(NamedTuple):
    """In words, and who chose it when, if somebody did for this client."""

    words: str
    chosen: str


def way(account: Account, *, desk: Desk) -> Way:
    last = safety_net.last_words(desk.nets().select_related("by"), account)
    own, net = last.get(account.pk), safety_net.as_chosen(last.get(None))
    if own is None or own.stand == Stand.AGENCY:
        return Way(f"{_goes(net, is_on=net.is_on)} ({Stand.AGENCY.label})", _chosen(own) if own else "")
    return Way(_goes(net, is_on=own.stand == Stand.ON), _chosen(own))


def _goes(net: Net, *, is_on: bool) -> str:
    return _("goes by itself at %(time)s") % {"time": time_format(net.hour, "H:i")} if is_on else _("does not go")


def _chosen(own: SafetyNet) -> str:
    return " · ".join(filter(None, (date_format(own.at, "DATE_FORMAT"), own.by.name if own.by else "")))

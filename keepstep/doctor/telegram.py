"""Bots in Telegram: does what the agencies entered still work?"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from keepstep.doctor.finding import Finding, State
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.postgres import tenancy


def bots(_at: datetime) -> Iterator[Finding]:
    """As the worker found them when it last asked."""
    with tenancy.every_agency():
        found = list(TelegramBot.objects.order_by("name"))
    for bot in found:
        if bot.fault:
            mend = _("An owner enters the present token under Settings → Telegram; KEEPSTEP_TELEGRAM_URL says where.")
            yield Finding("Telegram", State.BROKEN, f"{bot}: {bot.fault}", mend)
        else:
            yield Finding("Telegram", State.WELL, _("%(bot)s works.") % {"bot": bot})

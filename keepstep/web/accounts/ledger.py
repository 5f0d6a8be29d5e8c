"""What of the waiting was ours over all projects of a client, and how quickly each side answers (§5.3)."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from keepstep.domain.clients.account import Account
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.ledger import Ledger
from keepstep.formulas import ledger as formulas
from keepstep.formulas.ledger import Reaction
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet.percent import percent
from keepstep.web import words
from keepstep.web.ledger.asked import Asked, about_account
from keepstep.web.ledger.listing import reaction


def of(account: Account, ledgers: Iterable[Ledger], *, time: WorkingTime) -> dict[str, Any]:
    """From the ledgers of its projects, which the page knows; each figure leads to what it is made of."""
    known = list(ledgers)
    days = [day for ledger in known for day in ledger.days]
    exposure = formulas.exposure([day.whose for day in days], [day.is_covered for day in days])
    reactions = formulas.reaction([ball for ledger in known for ball in ledger.passed], time)
    asked = about_account(account.pk)
    return {
        "exposure": percent(exposure.exposed, exposure.days) if exposure.days else "",
        "days": words.working_days(exposure.days),
        "href": asked.address("ledger_days", figure="exposure"),
        "ours": _reaction(reactions, Side.US, asked),
        "theirs": _reaction(reactions, Side.CLIENT, asked),
    }


def _reaction(known: dict[str, Reaction], side: Side, asked: Asked) -> SafeString:
    return reaction(known.get(side), asked.address("ledger_answers", side=side.value), is_brief=True)

"""The post of the demo: an update is really taken, handed over and delivered, at its time."""

from datetime import datetime, timedelta

from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.talk import sending, update
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.update import Update
from keepstep.round.draft import compose

UNDERWAY = timedelta(seconds=20)


def tell(account: Account, *, by: Person, at: datetime) -> Update:
    """The drafted update goes to the client as it stands."""
    day = account.local_day(at)
    draft = compose(account, day=day, at=at)
    told = update.send(
        account,
        day=day,
        subject=draft.subject,
        body=draft.body,
        by=by,
        at=at,
        language=draft.language,
        facts=draft.facts,
    )
    for waiting in Sending.objects.filter(update=told).values_list("pk", flat=True):
        taken = sending.take(waiting, at=at)
        if taken and sending.hand_over(taken, at=at):
            taken.update = told  # The same update, with the account as we know it: see Story.welcome.
            sending.deliver(taken, at=at + UNDERWAY)
    return told

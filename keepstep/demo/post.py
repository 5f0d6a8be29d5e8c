"""The post of the demo: an update is really taken, handed over and delivered, at its time."""

from datetime import datetime, timedelta

from keepstep.domain.agency.person import Person
from keepstep.domain.clients.account import Account
from keepstep.domain.delivery import notice
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.notice import How
from keepstep.domain.talk import sending, touchpoint, update
from keepstep.domain.talk.sending import Sending
from keepstep.domain.talk.touchpoint import Direction, Form
from keepstep.round.draft import compose

UNDERWAY = timedelta(seconds=20)


def tell(account: Account, *, by: Person, at: datetime) -> None:
    """The drafted update as it stands goes to the client, and says what is awaited of whom."""
    day = account.local_day(at)
    draft = compose(account, day=day, at=at)
    told = update.send(
        account, day=day, subject=draft.subject, body=draft.body, by=by, at=at, language=draft.language,
        facts=draft.facts,
    )  # fmt: skip
    for waiting in Sending.objects.filter(update=told).select_related("contact"):
        taken = sending.take(waiting.pk, at=at)
        if taken and sending.hand_over(taken, at=at):
            sending.deliver(taken, at=at + UNDERWAY)
    touchpoint.record(
        account, direction=Direction.OUT, form=Form.UPDATE, at=at + UNDERWAY, by=by, summary=draft.subject
    )
    for held in Ball.objects.with_client().filter(pk__in=draft.facts["balls"]).select_related("project__account"):
        notice.give(held, how=How.UPDATE, by=by, at=at + UNDERWAY)

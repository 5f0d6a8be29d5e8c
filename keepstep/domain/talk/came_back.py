"""A letter that came back: the server that had taken it says later that it did not arrive."""

from datetime import datetime

from keepstep.domain.delivery import correction
from keepstep.domain.delivery.correction import What, Why
from keepstep.domain.delivery.notice import How, Notice
from keepstep.domain.talk import question, touchpoint
from keepstep.domain.talk.sending import Sending


def came_back(sending: Sending, *, at: datetime, fault: str) -> bool:
    """It failed, touched, reminded and asked nobody, and stands on Today as such; False if that was known before."""
    was_delivered_at = sending.delivered_at
    handed = Sending.objects.filter(pk=sending.pk, handed_at__isnull=False, failed_at=None)
    if handed.update(delivered_at=None, failed_at=at, fault=fault[:500], touchpoint=None) != 1:
        return False
    if was_delivered_at:
        _forget_notices(sending, at=was_delivered_at, known_at=at)
    if sending.letter_id and sending.said.asked_back:
        question.unask(sending.said.asked_back)
    if sending.touchpoint:
        touchpoint.take_back(sending.touchpoint, known_at=at)
    return True


def _forget_notices(sending: Sending, *, at: datetime, known_at: datetime) -> None:
    """What it asked for was not asked; unless somebody else got the same update."""
    said = sending.said
    if sending.update_id is None:
        untrue = Notice.objects.filter(ball=said.ball_id, how=How.EMAIL, at=at)
    elif not said.sendings.filter(delivered_at__isnull=False).exists():
        untrue = Notice.objects.filter(ball__project__account=said.account_id, how=How.UPDATE, at=at)
    else:
        return
    stood = [(one.ball, one.at, one.by) for one in untrue.select_related("ball", "by")]
    correction.keep(stood, what=What.NOTICED, why=Why.CAME_BACK, at=known_at)
    untrue.delete()

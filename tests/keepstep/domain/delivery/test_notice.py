from datetime import date, datetime

from keepstep.domain.delivery import ball, notice
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.notice import How, Notice
from tests.cast import House


def test_a_notice_is_of_the_clients_day(house: House) -> None:
    awaited = ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=house.at)
    late = datetime.fromisoformat("2026-03-02T23:30:00+00:00")
    made = notice.give(awaited, how=How.CALL, by=house.oleg, at=late, rung=4)
    assert (made.day, made.how, made.by, made.rung) == (date(2026, 3, 3), How.CALL, house.oleg, 4)


def test_one_may_ask_again_on_the_same_day(house: House) -> None:
    awaited = ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=house.at)
    for how in (How.EMAIL, How.CALL):
        notice.give(awaited, how=how, by=house.vera, at=house.at)
    assert Notice.objects.filter(ball=awaited).count() == 2

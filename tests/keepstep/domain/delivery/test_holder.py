"""Several people of a side hold a ball together: it leaves them when all required have answered (§5.3)."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from keepstep.domain.agency.undo import TooLate
from keepstep.domain.delivery import ball, holder, passing
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.holder import AlreadyAnswered, Holder
from keepstep.domain.delivery.passing import AlreadyPassed, NotAllHaveAnswered, NotComeYet
from tests.cast import House

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def shared(house: House) -> tuple[Ball, Holder, Holder]:
    """Of Ines, who held it alone, and of Tom."""
    held = ball.throw(
        house.project, side=Side.CLIENT, awaited="approval", contact=house.ines, by=house.vera, at=house.at
    )
    holder.share(held, required=[house.tom])
    ines, tom = held.holders.all()
    return held, ines, tom


def passed_at(held: Ball) -> object:
    return Ball.objects.get(pk=held.pk).passed_at


def test_whoever_held_it_alone_holds_it_first(house: House) -> None:
    held, ines, tom = shared(house)
    assert (ines.contact, tom.contact, ines.is_required, tom.is_required) == (house.ines, house.tom, True, True)
    assert held.holder == "Ines, Tom"


def test_it_leaves_them_with_the_last_required_answer(house: House) -> None:
    held, ines, tom = shared(house)
    assert holder.answer(ines, by=house.vera, at=house.at + HOUR) is False
    assert (Ball.objects.get(pk=held.pk).holder, passed_at(held)) == ("Tom", None)
    assert holder.answer(tom, by=house.vera, at=house.at + 2 * HOUR) is True
    assert passed_at(held) == house.at + 2 * HOUR


def test_until_then_it_neither_lands_nor_is_passed(house: House) -> None:
    held, ines, _tom = shared(house)
    holder.answer(ines, by=house.vera, at=house.at + HOUR)
    with pytest.raises(NotAllHaveAnswered, match=r"Not all have answered yet: Tom\."):
        passing.land(held, by=house.vera, at=house.at + HOUR)
    with pytest.raises(NotAllHaveAnswered):
        passing.pass_to(held, side=Side.US, awaited="x", by=house.vera, at=house.at + HOUR)
    assert passed_at(held) is None


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_in_whatever_order_the_answers_are_entered_it_left_with_the_latest(
    house: House, order: tuple[int, ...]
) -> None:
    held, *people = shared(house)
    for n in order:
        holder.answer(people[n], by=house.vera, at=house.at + (n + 1) * HOUR)
    assert passed_at(held) == house.at + 2 * HOUR


def test_who_is_only_informed_holds_nothing_up(house: House) -> None:
    held = ball.throw(house.project, side=Side.US, awaited="layout", person=house.pavel, by=None, at=house.at)
    holder.share(held, informed=[house.oleg])
    pavel, oleg = held.holders.all()
    assert (oleg.is_required, held.holder) == (False, "Pavel")
    assert holder.answer(pavel, by=house.pavel, at=house.at + HOUR) is True
    assert passed_at(held) == house.at + HOUR


def test_who_is_excused_is_waited_for_no_longer(house: House) -> None:
    held, ines, tom = shared(house)
    holder.answer(ines, by=house.vera, at=house.at + HOUR)
    assert holder.answer(tom, by=house.vera, at=house.at + 2 * HOUR, is_excused=True) is True
    assert Holder.objects.get(pk=tom.pk).is_excused is True
    assert passed_at(held) == house.at + 2 * HOUR


def test_one_answers_once_and_never_before_being_asked(house: House) -> None:
    _held, ines, _tom = shared(house)
    with pytest.raises(NotComeYet):
        holder.answer(ines, by=house.vera, at=house.at - HOUR)
    holder.answer(ines, by=house.vera, at=house.at)
    with pytest.raises(AlreadyAnswered):
        holder.answer(ines, by=house.vera, at=house.at)


def test_the_last_answer_returns_a_forwarded_ball(house: House) -> None:
    first = ball.throw(house.project, side=Side.US, person=house.pavel, awaited="layout", by=None, at=house.at)
    held = passing.forward(first, side=Side.CLIENT, contact=house.ines, by=None, at=house.at)
    holder.share(held, required=[house.tom])
    for one in held.holders.all():
        holder.answer(one, by=house.vera, at=house.at + HOUR)
    assert [one.holder for one in Ball.objects.in_the_air()] == ["Pavel"]


def test_a_slip_of_the_hand_is_taken_back_with_the_ball(house: House) -> None:
    held, ines, tom = shared(house)
    for one in (ines, tom):
        holder.answer(one, by=house.vera, at=house.at + HOUR)
    with pytest.raises(TooLate):
        holder.ask_again(tom, at=house.at + HOUR + 11 * MINUTE)
    holder.ask_again(tom, at=house.at + HOUR + 9 * MINUTE)
    assert (passed_at(held), Ball.objects.get(pk=held.pk).holder) == (None, "Tom")


def test_a_ball_that_has_gone_is_shared_no_more(house: House) -> None:
    held = ball.throw(house.project, side=Side.CLIENT, awaited="approval", by=None, at=house.at)
    passing.land(held, by=None, at=house.at)
    with pytest.raises(AlreadyPassed):
        holder.share(held, required=[house.tom])


def test_the_same_person_is_asked_once(house: House) -> None:
    held, ines, _tom = shared(house)
    assert holder.share(held, required=[house.ines], informed=[house.tom]) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Holder.objects.create(ball=held, contact=ines.contact, is_required=True)

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepstep.domain.delivery import ball, passing, project
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.passing import AlreadyPassed, NotComeYet
from tests.cast import House

HOUR = timedelta(hours=1)


def thrown(house: House, side: str = Side.CLIENT, awaited: str = "photos") -> Ball:
    return ball.throw(house.project, side=side, awaited=awaited, contact=house.ines, by=house.vera, at=house.at)


def in_the_air(house: House) -> list[str]:
    return [one.awaited for one in Ball.objects.in_the_air().filter(project=house.project)]


def test_passing_closes_one_ball_and_opens_the_next(house: House) -> None:
    first = thrown(house)
    later = house.at + HOUR
    second = passing.pass_to(
        first, side=Side.US, awaited="retouching", person=house.pavel, due=date(2026, 3, 4), by=house.vera, at=later
    )
    kept = Ball.objects.get(pk=first.pk)
    assert (kept.passed_at, kept.passed_by) == (later, house.vera)
    assert (second.former, second.since, second.person, second.due) == (first, later, house.pavel, date(2026, 3, 4))
    assert in_the_air(house) == ["retouching"]


def test_a_ball_is_passed_once(house: House) -> None:
    first = thrown(house)
    stale = Ball.objects.get(pk=first.pk)
    passing.pass_to(first, side=Side.US, awaited="retouching", by=house.vera, at=house.at + HOUR)
    with pytest.raises(AlreadyPassed):
        passing.pass_to(
            stale, side=Side.THIRD, awaited="printing", third_party="Printer", by=house.oleg, at=house.at + HOUR
        )
    with pytest.raises(AlreadyPassed):
        passing.land(stale, by=house.oleg, at=house.at + HOUR)
    assert in_the_air(house) == ["retouching"]


def test_a_landed_ball_opens_nothing(house: House) -> None:
    passing.land(thrown(house), by=house.vera, at=house.at + HOUR)
    assert in_the_air(house) == []


def test_a_project_may_have_several_balls_in_the_air(house: House) -> None:
    for side in Side.values:
        thrown(house, side, f"of {side}")
    assert in_the_air(house) == ["of us", "of client", "of third"]
    assert [one.awaited for one in Ball.objects.with_client()] == ["of client"]


@pytest.mark.parametrize(("side", "holder"), [(Side.US, "Pavel"), (Side.CLIENT, "Ines"), (Side.THIRD, "Printer")])
def test_only_the_holder_of_its_side_counts(house: House, side: Side, holder: str) -> None:
    made = ball.throw(
        house.project, side=side, awaited="photos", person=house.pavel, contact=house.ines, third_party="Printer",
        by=house.vera, at=house.at,
    )  # fmt: skip
    assert made.holder == holder
    assert [bool(made.person), bool(made.contact), bool(made.third_party)].count(True) == 1


def test_a_ball_of_nobody_in_particular_is_its_sides(house: House) -> None:
    made = ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=house.vera, at=house.at)
    assert made.holder == "the client"


@pytest.mark.parametrize(("due", "is_overdue"), [(date(2026, 3, 1), True), (date(2026, 3, 2), False), (None, False)])
def test_a_ball_is_overdue_from_the_day_after_it_was_due(house: House, due: date | None, is_overdue: bool) -> None:
    ball.throw(house.project, side=Side.CLIENT, awaited="photos", due=due, by=house.vera, at=house.at)
    assert Ball.objects.overdue(house.day).exists() is is_overdue


def test_a_closed_project_awaits_nothing(house: House) -> None:
    thrown(house)
    project.close(house.project, at=house.at + HOUR)
    assert list(Ball.objects.values_list("passed_at", "passed_by")) == [(house.at + HOUR, None)]


def test_the_database_lets_no_ball_land_before_it_came(house: House) -> None:
    made = thrown(house)
    with pytest.raises(NotComeYet):
        passing.land(made, by=house.vera, at=house.at - HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ball.objects.filter(pk=made.pk).update(passed_at=house.at - HOUR)


def test_the_database_lets_no_ball_be_held_by_the_other_side(house: House) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ball.objects.create(project=house.project, side=Side.US, contact=house.ines, awaited="photos", since=house.at)


events = st.tuples(st.sampled_from(["throw", "pass", "land"]), st.integers(0, 5), st.sampled_from(Side.values))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(events, max_size=12))
def test_the_ledger_is_consistent_after_any_history(house: House, history: list[tuple[str, int, str]]) -> None:
    """Balls only come and go; each pass hands on at the same moment; whatever was passed stays as it was."""
    made = project.start(house.northwind, name="Any", at=house.at)
    balls: list[Ball] = []
    expected = 0
    for n, (event, which, side) in enumerate(history):
        moment = house.at + n * HOUR
        try:
            if event == "throw":
                balls.append(ball.throw(made, side=side, awaited=f"{n}", by=house.vera, at=moment))
                expected += 1
            elif balls and event == "pass":
                one = balls[which % len(balls)]
                balls.append(passing.pass_to(one, side=side, awaited=f"{n}", by=house.vera, at=moment))
            elif balls:
                passing.land(balls[which % len(balls)], by=house.vera, at=moment)
                expected -= 1
        except AlreadyPassed:
            continue
    kept = {one.pk: one for one in Ball.objects.filter(project=made)}
    assert len(kept) == len(balls)
    assert Ball.objects.in_the_air().filter(project=made).count() == expected
    for one in kept.values():
        assert one.former_id is None or kept[one.former_id].passed_at == one.since
        assert one.passed_at is None or one.passed_at >= one.since
    handed_on = [one.former_id for one in kept.values() if one.former_id]
    assert len(handed_on) == len(set(handed_on))

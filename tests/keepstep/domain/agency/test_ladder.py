"""The ladder as it is rewritten: what nobody could climb is refused, what runs is left alone."""

from datetime import timedelta

import pytest

from keepstep.domain.agency import audience, ladder
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.ladder import Ladder, Plan, Rung, WrongLadder
from tests.cast import House


def plan(after_days: int, who: str = "holder", **facts: object) -> Plan:
    return Plan(after_days=after_days, audience=who, **facts)  # type: ignore[arg-type]


def test_another_ladder_holds_from_tomorrow_and_the_later_of_a_day_counts(house: House) -> None:
    ladder.rewrite([plan(1), plan(4, "head", channel="meeting")], today=house.day)
    ladder.rewrite([plan(2, "producer"), plan(6, "management", repeat_every=3)], today=house.day)
    newest, first = ladder.with_rungs()
    assert newest.since == house.day + timedelta(days=1)
    assert [(one.after_days, one.audience, one.way, one.repeat_every) for one in newest.rungs.all()] == [
        (2, "producer", "email", None), (6, "management", "call", 3),
    ]  # fmt: skip
    assert len(first.rungs.all()) == 4
    assert ladder.in_force(house.day) == first
    assert ladder.in_force(newest.since) == newest


@pytest.mark.parametrize(
    ("plans", "place", "field"),
    [
        ([], 0, ""),
        ([plan(0)], 0, "after_days"),
        ([plan(1), plan(3), plan(3)], 2, "after_days"),
        ([plan(1, repeat_every=2), plan(3)], 0, "repeat_every"),
        ([plan(1), plan(3, repeat_every=0)], 1, "repeat_every"),
        ([plan(1), plan(2, "management", channel="email")], 1, "channel"),
        ([plan(1), plan(2, words={"ru": {"body": "{nmae}"}})], 1, "body_ru"),
    ],
)
def test_a_ladder_nobody_could_climb_is_refused_at_the_rung_and_field(
    house: House, plans: list[Plan], place: int, field: str
) -> None:
    with pytest.raises(WrongLadder) as refused:
        ladder.rewrite(plans, today=house.day)
    assert (refused.value.place, refused.value.field) == (place, field)
    assert (Ladder.objects.count(), Rung.objects.count()) == (1, 4)


def test_of_a_ball_of_theirs_only_what_is_not_the_managers_is_told_inside() -> None:
    assert [one for one in Audience.values if audience.is_internal(one, is_ours=False)] == [
        "producer", "head", "management",
    ]  # fmt: skip
    assert all(audience.is_internal(one, is_ours=True) for one in Audience.values)

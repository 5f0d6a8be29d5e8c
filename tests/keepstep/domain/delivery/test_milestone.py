from datetime import date

import pytest

from keepstep.domain.delivery import milestone, task
from keepstep.domain.delivery.milestone import AlreadyReached, Milestone, MilestoneMove
from keepstep.domain.delivery.step import Kind, Step
from tests.cast import House

MARCH_20, MARCH_25, MARCH_27 = date(2026, 3, 20), date(2026, 3, 25), date(2026, 3, 27)


def promised(house: House) -> Milestone:
    return milestone.promise(house.project, title="Launch", due=MARCH_20)


def test_a_reached_milestone_is_a_step(house: House) -> None:
    made = promised(house)
    milestone.reach(made, by=house.vera, at=house.at)
    assert list(Milestone.objects.ahead()) == []
    assert list(Step.objects.filter(kind=Kind.MILESTONE).values_list("title", "day", "person")) == [
        ("Launch", house.day, house.vera.pk)
    ]


def test_a_milestone_is_reached_once(house: House) -> None:
    made = promised(house)
    stale = Milestone.objects.get(pk=made.pk)
    milestone.reach(made, by=house.vera, at=house.at)
    with pytest.raises(AlreadyReached):
        milestone.reach(stale, by=house.oleg, at=house.at)
    assert Step.objects.filter(kind=Kind.MILESTONE).count() == 1


def test_every_former_date_stays(house: House) -> None:
    made = promised(house)
    for to, reason in ((MARCH_25, "photos are late"), (MARCH_27, "texts are late")):
        milestone.move(made, to=to, by=house.vera, at=house.at, reason=reason)
    assert list(MilestoneMove.objects.order_by("from_due").values_list("from_due", "to_due", "reason")) == [
        (MARCH_20, MARCH_25, "photos are late"),
        (MARCH_25, MARCH_27, "texts are late"),
    ]
    assert Milestone.objects.get(pk=made.pk).due == MARCH_27


def test_a_date_in_doubt_may_be_announced_and_kept(house: House) -> None:
    made = promised(house)
    milestone.move(made, to=MARCH_20, by=house.vera, at=house.at, reason="photos are late")
    assert MilestoneMove.objects.values_list("from_due", "to_due")[0] == (MARCH_20, MARCH_20)


def test_a_milestone_gathers_its_tasks_which_outlive_it(house: House) -> None:
    made = promised(house)
    header = task.plan(house.project, title="Header", milestone=made, at=house.at)
    assert list(made.tasks.all()) == [header]
    made.delete()
    header.refresh_from_db()
    assert header.milestone is None

from datetime import timedelta

import pytest

from keepstep.domain.delivery import project, step
from keepstep.domain.delivery.project import AlreadyClosed, Project
from tests.cast import House, welcome


def test_a_project_opens_for_its_client(house: House) -> None:
    made = project.start(house.northwind, name="Ads", producer=house.pavel, is_retainer=True, at=house.at)
    assert list(Project.objects.open().order_by("-opened_at")) == [made, house.project]
    assert (made.producer, made.is_retainer, made.closed_at) == (house.pavel, True, None)


def test_a_project_closes_once(house: House) -> None:
    stale = Project.objects.get(pk=house.project.pk)
    project.close(house.project, at=house.at)
    with pytest.raises(AlreadyClosed):
        project.close(stale, at=house.at + timedelta(days=1))
    assert [(one, one.closed_at) for one in Project.objects.closed()] == [(house.project, house.at)]


def test_a_project_is_of_its_producer_and_of_the_clients_manager(house: House) -> None:
    other = project.start(welcome("Lumen", manager=house.oleg), name="Ads", at=house.at)
    assert [list(Project.objects.of(person)) for person in (house.vera, house.pavel, house.oleg)] == [
        [house.project],
        [house.project],
        [other],
    ]


def test_a_project_without_a_step_since_a_day_is_found(house: House) -> None:
    step.record(house.project, title="Header", at=house.at, by=house.vera)
    idle = project.start(house.northwind, name="Ads", at=house.at)
    assert list(Project.objects.without_step_since(house.day)) == [idle]
    assert list(Project.objects.without_step_since(house.day + timedelta(days=1))) == [idle, house.project]

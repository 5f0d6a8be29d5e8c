from datetime import date, timedelta

from keepstep.domain.delivery import task
from keepstep.domain.delivery.step import Kind, Step
from keepstep.domain.delivery.task import Task
from tests.cast import House


def test_a_finished_task_is_a_step_in_the_clients_words(house: House) -> None:
    made = task.plan(house.project, title="Fix #123", client_title="The menu opens on telephones", at=house.at)
    done = task.finish(made, by=house.pavel, at=house.at + timedelta(hours=1))
    assert done is not None
    assert (done.title, done.kind, done.person, done.day) == (
        "The menu opens on telephones",
        Kind.TASK,
        house.pavel,
        house.day,
    )
    assert list(Task.objects.open()) == []


def test_a_task_is_finished_once(house: House) -> None:
    made = task.plan(house.project, title="Header", at=house.at)
    stale = Task.objects.get(pk=made.pk)
    assert [task.finish(one, by=house.pavel, at=house.at) is not None for one in (made, stale)] == [True, False]
    assert Step.objects.filter(kind=Kind.TASK).count() == 1


def test_without_words_for_the_client_the_title_is_told(house: House) -> None:
    assert task.plan(house.project, title="Header", at=house.at).words == "Header"


def test_tasks_come_by_date_and_those_without_one_last(house: House) -> None:
    for title, due in (("some day", None), ("later", date(2026, 3, 9)), ("soon", date(2026, 3, 3))):
        task.plan(house.project, title=title, due=due, at=house.at)
    assert [one.title for one in Task.objects.all()] == ["soon", "later", "some day"]
    assert [one.title for one in Task.objects.dated()] == ["soon", "later"]

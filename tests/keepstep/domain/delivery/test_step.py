from datetime import date, datetime

from keepstep.domain.delivery import project, step
from keepstep.domain.delivery.step import Kind, Step
from tests.cast import House


def titles() -> list[str]:
    return [one.title for one in Step.objects.order_by("at", "id")]


def test_a_step_is_of_the_clients_day(house: House) -> None:
    late = datetime.fromisoformat("2026-03-02T23:30:00+00:00")
    made = step.record(house.project, title="Header", by=house.vera, at=late)
    assert made is not None
    assert (made.day, made.kind, made.person) == (date(2026, 3, 3), Kind.OTHER, house.vera)


def test_the_same_event_is_one_step(house: House) -> None:
    told = [
        step.record(house.project, title=title, at=house.at, kind=Kind.MERGE, source="github", key="pull:7")
        for title in ("Menu", "Menu, once more")
    ]
    assert [one is not None for one in told] == [True, False]
    assert titles() == ["Menu page is ready", "Menu"]


def test_the_same_event_is_a_step_of_each_project_it_belongs_to(house: House) -> None:
    other = project.start(house.northwind, name="Ads", at=house.at)
    for one in (house.project, other):
        step.record(one, title="Menu", at=house.at, key="pull:7")
    assert titles() == ["Menu page is ready", "Menu", "Menu"]


def test_steps_that_people_record_are_never_the_same(house: House) -> None:
    for _ in range(2):
        step.record(house.project, title="Banner", by=house.vera, at=house.at)
    assert titles() == ["Menu page is ready", "Banner", "Banner"]


def test_words_too_long_are_cut_and_not_refused(house: House) -> None:
    made = step.record(
        house.project, title="т" * 999, at=house.at, author="a" * 999, key="k" * 999, url="https://x.test/" + "u" * 999
    )
    assert made is not None
    kept = Step.objects.get(pk=made.pk)
    assert [len(words) for words in (kept.title, kept.author, kept.key, kept.url)] == [300, 200, 200, 500]


def test_steps_after_a_moment_are_news(house: House) -> None:
    made = step.record(house.project, title="Banner", by=house.vera, at=house.at)
    first = Step.objects.get(title="Menu page is ready")
    assert list(Step.objects.after(first.at)) == [made]
    assert list(Step.objects.after(None)) == [made, first]
    assert list(Step.objects.after(house.at)) == []

"""The parts of health from their facts, its history, and who is told of a fall."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from keepstep.domain.agency import health_weights, service
from keepstep.domain.agency.health_weights import USUAL
from keepstep.domain.agency.notification import Notification
from keepstep.domain.clients import account, measuring, metric
from keepstep.domain.clients.account import State
from keepstep.domain.delivery import ball, project, step
from keepstep.domain.money import allocation, payment, plan_line
from keepstep.domain.money.plan_line import Planned
from keepstep.domain.talk import engagement, mark, touchpoint, update
from keepstep.domain.talk.due_day import DueDay
from keepstep.formulas.health import Band
from keepstep.round import client_figures, health, health_history, telling
from keepstep.round.health import Facts
from keepstep.round.health_history import FELL, HealthDay
from tests.cast import House, welcome
from tests.keepstep.domain.money.bills import company, issued, seo


def of(house: House, day: date | None = None) -> Facts:
    day = day or house.day
    at = house.at + (day - house.day)
    return next(one for one in health.facts_of(day, at) if one.account == house.northwind.pk)


def kept(house: House, days: int, *, missed: int = 0) -> None:
    """So many due days kept, and after them so many missed."""
    for ago in range(1, days + missed + 1):
        day = house.day - timedelta(days=ago)
        DueDay.objects.create(account=house.northwind, day=day, kept_at=house.at if ago > missed else None)


def test_what_is_not_known_is_unknown_and_not_nought(house: House) -> None:
    assert of(house).factors == {
        "communication": None, "movement": 100, "plan": None, "payment": None, "satisfaction": None,
        "engagement": None, "knowledge": None,
    }  # fmt: skip


def test_communication_is_the_order_index_and_today_counts_once_it_is_kept(house: House) -> None:
    kept(house, 14, missed=5)
    DueDay.objects.create(account=house.northwind, day=house.day)
    assert (of(house).due, of(house).kept) == (19, 14)
    DueDay.objects.filter(day=house.day).update(kept_at=house.at)
    assert (of(house).due, of(house).kept, of(house).factors["communication"]) == (20, 15, 75)
    assert of(house, date(2026, 3, 3)).last_due == house.day


def test_movement_is_the_share_of_projects_that_do_not_stall(house: House) -> None:
    project.start(house.northwind, name="Ads", at=house.at - timedelta(days=20))
    third = project.start(house.northwind, name="Letters", at=house.at)
    assert (of(house).projects, of(house).stalled) == (3, 1)
    ball.throw(third, side="us", awaited="texts", due=house.day - timedelta(days=3), by=house.vera, at=house.at)
    assert round(of(house).factors["movement"] or 0) == 33


def test_payment_loses_a_thirtieth_each_working_day_the_oldest_invoice_is_late(house: House) -> None:
    known = issued(house, seo("100"))
    issued(house, seo("50"))
    assert of(house).factors["payment"] == 100
    late = [of(house, date(2026, 3, day)).factors["payment"] or 0 for day in (9, 10, 16)]
    assert [round(value, 1) for value in late] == [100, 96.7, 83.3]
    allocation.receive([known], amount=Decimal(100), paid_on=house.day, by=house.vera, at=house.at)
    assert of(house, date(2026, 3, 10)).overdue == 1
    assert of(house, date(2026, 6, 1)).factors["payment"] == 0


def test_satisfaction_is_the_last_mark_and_drops_out_after_ninety_days(house: House) -> None:
    sent = update.send(house.northwind, day=house.day, subject="A", body="B", by=house.vera, at=house.at)
    mark.give(sent, contact=house.ines, points=2, at=house.at)
    mark.give(sent, contact=house.tom, points=4, at=house.at + timedelta(minutes=1))
    later = [date(2026, 3, 3), date(2026, 7, 6), date(2026, 7, 7)]
    assert [(of(house, day).marked_ago, of(house, day).factors["satisfaction"]) for day in later] == [
        (1, 75), (90, 75), (91, None),
    ]  # fmt: skip


def test_engagement_counts_days_with_a_sign_once_the_client_had_word_from_us(house: House) -> None:
    engagement.visit(house.ines, at=house.at - timedelta(days=3))
    assert of(house).factors["engagement"] is None
    touchpoint.record(house.northwind, direction="out", form="call", by=house.vera, at=house.at - timedelta(days=4))
    touchpoint.record(house.northwind, direction="in", form="email", at=house.at - timedelta(days=3))
    touchpoint.record(house.northwind, direction="in", form="email", at=house.at - timedelta(days=5))
    assert (of(house).signs, of(house).factors["engagement"]) == (2, 20)
    assert of(house, date(2026, 3, 30)).signs == 0


def test_who_left_has_no_health_and_another_agency_is_not_seen(house: House) -> None:
    account.become(house.northwind, State.CHURNED, by=house.vera, at=house.at)
    assert health.of_agency(day=house.day, at=house.at) == []


def test_weights_are_the_agencys_and_the_latest_count(house: House) -> None:
    kept(house, 1, missed=1)
    [before] = health.of_agency(day=house.day, at=house.at)
    health_weights.weigh(USUAL | {"movement": 0}, by=house.oleg, at=house.at)
    [after] = health.of_agency(day=house.day, at=house.at)
    assert before.score and after.score
    assert (before.score.value, after.score.value, list(after.score.parts)) == (75, 50, ["communication"])


def test_a_day_is_kept_once_with_its_parts(house: House) -> None:
    kept(house, 1, missed=1)
    assert health_history.keep(day=house.day, at=house.at) == 1
    DueDay.objects.all().delete()
    assert health_history.keep(day=house.day, at=house.at) == 0
    known = HealthDay.objects.get()
    assert (known.account, known.score, known.communication, known.movement, known.payment) == (
        house.northwind, 75, 50, 100, None,
    )  # fmt: skip


def was(house: House, ago: int, score: int) -> None:
    HealthDay.objects.create(account=house.northwind, day=house.day - timedelta(days=ago), score=score)


@pytest.mark.parametrize(
    ("before", "is_told"), [([80], False), ([89], False), ([90], True), ([90, 75], True), ([91] + [80] * 30, False)]
)
def test_fifteen_points_within_twenty_working_days_are_told(house: House, before: list[int], is_told: bool) -> None:
    """It stands at 75 today, as a green one."""
    kept(house, 1, missed=1)
    for ago, score in enumerate(reversed(before), start=1):
        was(house, ago, score)
    health_history.keep(day=house.day, at=house.at)
    assert [one.person for one in Notification.objects.filter(kind=FELL)] == [house.vera] * is_told


def test_a_worse_band_is_told_once_and_again_only_if_it_falls_on(house: House) -> None:
    kept(house, 1, missed=3)
    was(house, 1, 70)
    for later in range(3):
        step.record(house.project, title=f"Step {later}", at=house.at + timedelta(days=later))
    health_history.keep(day=house.day, at=house.at)
    [one] = Notification.objects.all()
    assert (HealthDay.objects.first().score, one.person) == (62, house.vera)  # type: ignore[union-attr]
    assert telling.told(one) == (
        "A client's health falls", "Northwind Bakery", "It was 70 within the last 20 working days, and is 62 now.",
    )  # fmt: skip
    HealthDay.objects.filter(day=house.day).update(score=85)
    health_history.keep(day=house.day + timedelta(days=1), at=house.at + timedelta(days=1))
    assert Notification.objects.count() == 1
    DueDay.objects.create(account=house.northwind, day=house.day)
    health_history.keep(day=house.day + timedelta(days=2), at=house.at + timedelta(days=2))
    assert [one.facts["now"] for one in Notification.objects.order_by("at")] == [62, 60]


def test_the_company_sees_shares_means_and_who_is_in_step(house: House) -> None:
    lumen = welcome("Lumen", manager=house.vera)
    for one, score in ((house.northwind, 90), (lumen, 50)):
        HealthDay.objects.create(account=one, day=house.day, score=score)
    ours = issued(house, seo("300")).entity
    months = [date(2024 + place // 12, place % 12 + 1, 1) for place in range(26)]
    size = metric.keep(lumen, name="Income", by=house.vera, at=house.at)
    metric.take_as_size(size, by=house.vera, at=house.at)
    for place, month in enumerate(months):
        payment.record(
            lumen, entity=ours, amount=Decimal(100), paid_on=month + timedelta(days=3), by=house.vera, at=house.at
        )
        measuring.read(size, day=month, value=Decimal(10 + place), by=house.vera, at=house.at)
    payment.record(house.northwind, entity=ours, amount=Decimal(400), paid_on=house.day, by=house.vera, at=house.at)
    found = client_figures.of_agency(house.agency, day=house.day)
    assert (found.bands, found.mean, found.share(Band.GREEN)) == ({Band.GREEN: 1, Band.AMBER: 1}, 70, 0.5)
    assert found.weighted == (90 * 400 + 50 * 1200) / 1600
    assert (found.zones, found.in_step, found.too_early) == ({"client": 1}, 0, 0)


def test_before_the_first_round_the_company_has_no_figures(house: House) -> None:
    found = client_figures.of_agency(house.agency, day=house.day)
    assert (found.day, found.mean, found.share(Band.RED), found.in_step) == (None, None, None, None)


def test_the_plan_part_is_what_of_the_last_full_month_became_fact_each_currency_for_itself(house: House) -> None:
    ours = company()
    services = [
        service.offer(name=name, unit="month", price=Decimal(100), currency=currency, rate=None)
        for name, currency in (("SEO", "EUR"), ("Ads", "USD"))
    ]
    wanted = [Planned(house.northwind, one, Decimal(200)) for one in services]
    plan_line.plan(wanted, month=date(2026, 2, 1), by=house.vera, at=house.at, why="late")
    payment.record(
        house.northwind, entity=ours, amount=Decimal(150), paid_on=date(2026, 2, 28), by=house.vera, at=house.at
    )
    payment.record(
        house.northwind, entity=ours, amount=Decimal(900), paid_on=date(2026, 3, 1), by=house.vera, at=house.at
    )
    assert of(house).factors["plan"] == 37.5


def test_of_a_client_of_whom_little_is_known_no_number_is_said(house: House) -> None:
    """Its work moves, and that is all one knows."""
    [known] = health.of_agency(day=house.day, at=house.at)
    assert (known.score, list(known.parts)) == (None, ["movement"])
    assert health_history.keep(day=house.day, at=house.at) == 0

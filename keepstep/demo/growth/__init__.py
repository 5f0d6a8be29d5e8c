"""Growth in the demo: the numbers of the clients' business with their goals, former income, reviews of quarters."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from math import cos

from keepstep.demo.agency import Demo
from keepstep.demo.content import Content
from keepstep.demo.day import Day, clock
from keepstep.demo.growth import en, ru
from keepstep.demo.growth.followed import Followed, Growth
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.clients import goal, measuring, metric
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.measure import Way
from keepstep.domain.clients.measuring import Entry
from keepstep.domain.clients.metric import Metric
from keepstep.domain.money import growth_answer, growth_review, in_step, payment
from keepstep.domain.money.growth_answer import Answer
from keepstep.duties.growth_review import DUTY
from keepstep.formulas.in_step import Zone
from keepstep.round.item import Item

GROWTHS: dict[str, Growth] = {"en": en.GROWTH, "ru": ru.GROWTH}
MONTHS, MINUTE = 30, timedelta(minutes=1)
LEFT = 2
"""So many clients whose quarter nobody has reviewed yet."""
FORMER = (("told", 1400), ("third", 900), ("asking", 1100))
"""What these paid a month in the former books, before it grew."""


def live(demo: Demo, day: Day) -> None:
    """In the second week of a quarter one is reviewed each day."""
    if day.date.month % 3 != 1 or not 6 <= day.date.day <= 24:
        return
    waiting = list(
        Item.objects.open().filter(duty=DUTY.code, day__lt=day.date).select_related("account").order_by("pk")
    )
    if len(waiting) > LEFT:
        one, known = waiting[0], GROWTHS[demo.agency.language]
        place = day.date.toordinal() % len(known.said)
        growth_review.record(
            one.account, quarter=one.since, said=known.said[place], plan=known.plan[place], by=one.account.manager,
            at=day.about(15),
        )  # fmt: skip


def tell(demo: Demo, content: Content) -> None:
    """Once the company is there to be paid: the past of the money, then that of the numbers."""
    known = GROWTHS[demo.agency.language]
    accounts = {fate: Account.objects.get(name=client.name) for fate, client in content.clients.items()}
    months = _months(demo.day)
    _carry_over(demo, accounts, months, known.carried)
    for number, one in enumerate(known.followed):
        _follow(one, accounts[one.client], demo, months, wave=number)
    _answer(demo, known)


def _months(day: date) -> list[date]:
    """The full months before this one, the oldest first."""
    last = in_step.last_full_month(day)
    number = last.year * 12 + last.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(number - MONTHS + 1, number + 1)]


def _carry_over(demo: Demo, accounts: dict[str, Account], months: list[date], purpose: str) -> None:
    """Until the first invoices of this house came; in roubles a hundred times as much."""
    entity = LegalEntity.objects.get()
    rate = 100 if demo.agency.currency == "RUB" else 1
    for fate, base in FORMER:
        for number, month in enumerate(months):
            amount = Decimal(round(base * 1.018**number / 10) * 10 * rate)
            payment.record(
                accounts[fate], entity=entity, amount=amount, paid_on=month.replace(day=12), purpose=purpose,
                by=demo.owner, at=_on(demo, month.replace(day=12)),
            )  # fmt: skip


def _follow(one: Followed, account: Account, demo: Demo, months: list[date], *, wave: int) -> None:
    kept = metric.keep(
        account, name=one.name, unit=one.unit, better=one.better, by=account.manager, at=demo.agency.founded_at
    )
    if one.is_size:
        metric.take_as_size(kept, by=account.manager, at=demo.agency.founded_at)
    values = {month: _value(one, number, wave) for number, month in enumerate(months)}
    before, after = months[: -one.ago], months[-one.ago :]
    _enter(kept, {month: values[month] for month in before}, demo, at=_on(demo, after[0].replace(day=3)))
    if one.target:
        at = _on(demo, after[0].replace(day=20))
        due = _month_after(months[-1], one.due) - timedelta(days=1)
        target = (values[months[-1]] * Decimal(str(one.target))).quantize(Decimal(1))
        goal.set_goal(kept, target=target, due=due, by=account.manager, at=at)
    for month in after:
        at = _on(demo, _month_after(month, 1).replace(day=4))
        if one.is_fresh and month == months[-1]:
            at = demo.at - MINUTE
        _enter(kept, {month: values[month]}, demo, at=min(at, demo.at - MINUTE))


def _value(one: Followed, number: int, wave: int) -> Decimal:
    """Growth with a season."""
    value = one.start * (1 + one.growth / 100) ** number * (1 + 0.03 * cos(number * 1.3 + wave))
    return Decimal(round(value))


def _enter(kept: Metric, values: dict[date, Decimal], demo: Demo, *, at: datetime) -> None:
    entries = [Entry(kept, month, value) for month, value in values.items()]
    if entries:
        measuring.enter(entries, by=kept.account.manager, at=at, way=Way.HAND)


def _answer(demo: Demo, known: Growth) -> None:
    """Own management has answered the one that outgrows us most."""
    sizes = Metric.objects.sizes().select_related("account")
    paces = in_step.paces(sizes, currency=demo.agency.currency, day=demo.day)
    apart = [one for one in paces if one.found and one.found.gap.zone == Zone.CLIENT_OUTGROWS]
    for one in sorted(apart, key=lambda pace: pace.found.gap.value if pace.found else 0)[:1]:
        if one.found:
            growth_answer.answer(
                one.account, gap=one.found.gap, answer=Answer.GROW, words=known.answer, by=demo.head,
                at=demo.at - timedelta(days=9),
            )  # fmt: skip


def _on(demo: Demo, day: date) -> datetime:
    return min(clock(day, 10.0, default_calendar().working_time().zone), demo.at - MINUTE)


def _month_after(month: date, n: int) -> date:
    number = month.year * 12 + month.month - 1 + n
    return date(number // 12, number % 12 + 1, 1)

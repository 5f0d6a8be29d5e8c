"""Before the half year of the demo: two and a half years of payments, as statements of the bank tell them, and clients
who have left since, each for a reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from keepstep.demo import en, ru
from keepstep.demo.agency import Demo
from keepstep.demo.shop.goods import Shop
from keepstep.demo.shop.months import Event
from keepstep.domain.agency import own_list
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.agency.service import Service
from keepstep.domain.clients import account, payer
from keepstep.domain.clients.account import Account, State
from keepstep.domain.clients.churn_reason import ChurnReason
from keepstep.domain.clients.payer import Payer
from keepstep.domain.money import allocation, drafting, issuing, tenure
from keepstep.domain.money.priced_line import Wanted
from keepstep.formulas.working_time import WorkingTime

QUARTER = 3
CONTENTS = {"en": en.CONTENT, "ru": ru.CONTENT}
DAYS_TO_PAY = 4


@dataclass(frozen=True)
class Paying:
    """From so many months ago until so many: a bill a quarter for `goods` by their places, later for `more` as well."""

    since: int
    until: int
    goods: tuple[int, ...]
    more: tuple[int, ...] = ()


STAYED: dict[str, Paying] = {
    "model": Paying(31, 1, (0,), (1,)),
    "told": Paying(25, 4, (2,)),
    "growing": Paying(22, 6, (2,), (1,)),
    "asking": Paying(19, 5, (1,)),
    "slipping": Paying(16, 4, (2, 3), (3,)),
    "silent": Paying(13, 4, (1,)),
    "both": Paying(5, 4, (2,)),
    "untold": Paying(4, 4, (2,)),
    "third": Paying(3, 3, (6,)),
}
"""By the name of their story, until the months of which `bills` and `months` tell."""
LEFT = (
    (Paying(31, 25, (2,)), 2), (Paying(30, 18, (1,)), 0), (Paying(29, 27, (6,)), 7), (Paying(28, 16, (2,)), 1),
    (Paying(27, 21, (0,)), 3), (Paying(26, 17, (2,)), 1), (Paying(24, 18, (1,)), 4), (Paying(22, 16, (2,)), 2),
    (Paying(20, 8, (2,)), 0), (Paying(11, 5, (2,)), 6),
)  # fmt: skip
"""And for which of the usual reasons they went."""


def events(demo: Demo, *, shop: Shop, time: WorkingTime) -> Iterator[Event]:
    """All bills, and who left when."""
    known = {
        client.name: STAYED[fate] for fate, client in CONTENTS[demo.agency.language].clients.items() if fate in STAYED
    }
    accounts = [(one, known[one.name]) for one in Account.objects.filter(name__in=known)]
    gone = [_former(name, paying, demo, time=time) for name, (paying, _why) in zip(shop.former, LEFT, strict=True)]
    payers = {one.account_id: one for one in Payer.objects.select_related("account")}
    for one in [*(one for one, _paying in accounts), *gone]:
        if one.pk not in payers:
            payers[one.pk] = payer.enter(one, form=shop.payer_form, name=one.name)
    ours, catalogue = LegalEntity.objects.get(), list(Service.objects.select_related("rate").order_by("pk"))
    bills = [
        (ago, one, paying)
        for one, paying in [*accounts, *zip(gone, (paying for paying, _why in LEFT), strict=True)]
        for ago in range(paying.since, paying.until - 1, -QUARTER)
    ]
    for ago, one, paying in sorted(bills, key=lambda bill: (-bill[0], bill[1].name)):
        bill = partial(_bill, demo, one, payers[one.pk], paying, ago, ours=ours, catalogue=catalogue, time=time)
        yield Event(_day(demo, ago, time)[1], bill)
    reasons = list(own_list.offered(ChurnReason, demo.agency).order_by("pk"))
    for one, (paying, why) in zip(gone, LEFT, strict=True):
        at = time.opens(time.add_days(tenure.month_before(demo.day, max(paying.until - 2, 0)), 5)) or demo.at
        leave = partial(account.become, one, State.CHURNED, by=demo.owner, at=min(at, demo.at), because=reasons[why])
        yield Event(min(at, demo.at), leave)


def _former(name: str, paying: Paying, demo: Demo, *, time: WorkingTime) -> Account:
    at = time.opens(time.add_days(tenure.month_before(demo.day, paying.since), 1)) or demo.at
    made = account.welcome(
        name=name, manager=None, by=demo.owner, at=at, language=demo.agency.language
    )  # fmt: skip
    account.become(made, State.ACTIVE, by=demo.owner, at=at)
    return made


def _bill(
    demo: Demo, client: Account, paying_for: Payer, paying: Paying, ago: int, *, ours: LegalEntity,
    catalogue: list[Service], time: WorkingTime,
) -> None:  # fmt: skip
    """Issued early in the month and paid within a week."""
    day, at = _day(demo, ago, time)
    paid_on = time.add_days(day, DAYS_TO_PAY)
    is_late = ago <= (paying.since + paying.until) / 2
    goods = [catalogue[place] for place in (*paying.goods, *(paying.more if is_late else ()))]
    made = drafting.draft(
        client, entity=ours, payer=paying_for, by=demo.owner, at=at, lines=[_line(good) for good in goods]
    )  # fmt: skip
    issuing.issue(made, by=demo.owner, at=at)
    allocation.receive([made], amount=made.total, paid_on=paid_on, by=demo.owner, at=time.opens(paid_on) or demo.at)


def _day(demo: Demo, ago: int, time: WorkingTime) -> tuple[date, datetime]:
    day = time.add_days(tenure.month_before(demo.day, ago), 2)
    return day, time.opens(day) or demo.at


def _line(good: Service) -> Wanted:
    n = Decimal(QUARTER if good.is_recurring else 1)
    return Wanted(good.name, good.unit, n, good.price, rate=good.rate.percent if good.rate else None, service=good)

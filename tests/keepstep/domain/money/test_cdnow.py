"""A published log of purchases, loaded as invoices that are paid, gives the figures others compute from the same log:
lifelines and SciPy for survival, pandas for repeat purchases, sums and average checks (§5.6)."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import sqrt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from keepstep.domain.clients.account import Account, AccountState, State
from keepstep.domain.money import development, tenure
from keepstep.domain.money.allocation import Allocation
from keepstep.domain.money.invoice import Invoice
from keepstep.domain.money.payment import Payment
from keepstep.domain.money.retention import HORIZON, MONTH, Staying
from keepstep.formulas.retention import cohorts
from tests.cast import House
from tests.keepstep.domain.money.bills import company, pays
from tests.oracles import CDNOW, lifelines, pandas, stats

END, SILENT = date(1998, 6, 30), timedelta(days=90)
"""Who bought nothing in the last ninety days left on the day after the last purchase."""
BERLIN, CLOSE = ZoneInfo("Europe/Berlin"), 1e-9


@pytest.fixture
def whole() -> Any:
    names = ["master", "customer", "day", "discs", "amount"]
    kinds = {"day": str, "customer": str, "amount": str}
    read = pandas.read_csv(CDNOW, sep=r"\s+", header=None, names=names, dtype=kinds)
    read["amount"] = read["amount"].map(Decimal)
    read["day"] = pandas.to_datetime(read["day"], format="%Y%m%d")
    return read


@pytest.fixture
def log(whole: Any) -> Any:
    """What was given away was not paid for."""
    return whole[whole["amount"] > 0]


@pytest.fixture
def lives(log: Any) -> Any:
    """First and last purchase of each, in days, and whether the customer has left."""
    found = log.groupby("customer")["day"].agg(["min", "max"])
    found["left"] = found["max"] < pandas.Timestamp(END - SILENT)
    ends = found["max"].where(found["left"], pandas.Timestamp(END)) + pandas.to_timedelta(
        found["left"].astype(int), "D"
    )
    found["days"] = (ends - found["min"]).dt.days
    return found


@pytest.fixture
def staying(house: House, log: Any, lives: Any) -> Staying:
    """Each purchase is an invoice, paid on its day."""
    ours, at = company(currency="EUR"), datetime(1997, 1, 1, tzinfo=UTC)
    known = {name: Account(name=name) for name in lives.index}
    Account.objects.bulk_create(known.values())
    AccountState.objects.bulk_create(
        AccountState(account=known[name], state=State.CHURNED, since=_noon(row["max"].date() + timedelta(days=1)))
        for name, row in lives[lives["left"]].iterrows()
    )
    paying = pays(house.northwind)
    rows = [(known[one.customer], one.day.date(), one.amount) for one in log.itertuples()]
    invoices = [
        Invoice(
            account=who, entity=ours, payer=paying, language="en", currency="EUR", vat="none", total=amount, net=amount,
            paid=amount, at=at, issued_at=at, issued_on=day, due=day, year=day.year, serial=n, number=str(n),
        )
        for n, (who, day, amount) in enumerate(rows)
    ]  # fmt: skip
    payments = [
        Payment(account=who, entity=ours, amount=amount, spent=amount, currency="EUR", paid_on=day, at=at)
        for who, day, amount in rows
    ]
    Invoice.objects.bulk_create(invoices)
    Payment.objects.bulk_create(payments)
    Allocation.objects.bulk_create(
        Allocation(payment=one, invoice=invoice, amount=one.amount, at=at)
        for one, invoice in zip(payments, invoices, strict=True)
    )
    return Staying(tenure.tenures(currency="EUR", day=END, zone=BERLIN), END)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BERLIN)


def test_the_log_is_the_published_one(whole: Any) -> None:
    """Fader and Hardie: 2,357 customers and 6,919 purchases, of which 6,696 remain when those of a day are one."""
    bought = whole.drop_duplicates(["customer", "day"])
    assert (len(whole), whole["customer"].nunique(), len(bought)) == (6919, 2357, 6696)


def test_the_figures_are_those_that_others_find(staying: Staying, log: Any, lives: Any) -> None:
    """The log is loaded once for all of them."""
    _survival(staying, lives)
    _repeat_purchases(staying, log)
    _sums(staying, log)
    _average_checks(log)
    _what_a_client_brings(staying, log, lives)


def _survival(staying: Staying, lives: Any) -> None:
    curve = staying.curve
    assert curve
    months, left = lives["days"] / MONTH, lives["left"]
    fitted = lifelines.KaplanMeierFitter().fit(months, left)
    known = fitted.survival_function_["KM_estimate"]
    low, high = (fitted.confidence_interval_[f"KM_estimate_{side}_0.95"] for side in ("lower", "upper"))
    sample = stats.CensoredData.right_censored(months.to_numpy(), ~left.to_numpy())
    scipys = stats.ecdf(sample).sf
    interval = scipys.confidence_interval(0.95, method="log-log")
    places = list(scipys.quantiles)
    assert curve.n == len(lives)
    assert curve.ended == int(left.sum())
    for step in curve.steps:
        share, place = step.share, min(range(len(places)), key=lambda n, at=step.at: abs(places[n] - at))  # type: ignore[misc]
        lifeliness = [_at(series, step.at) for series in (known, low, high)]
        scipyss = [
            scipys.probabilities[place], interval.low.probabilities[place], interval.high.probabilities[place]
        ]  # fmt: skip
        assert list(share) == pytest.approx(lifeliness, abs=1e-4)
        assert list(share) == pytest.approx(scipyss, abs=1e-4)
        assert share.value == pytest.approx(lifeliness[0], abs=CLOSE)
    assert curve.median.value == pytest.approx(fitted.median_survival_time_)
    rmst = lifelines.utils.restricted_mean_survival_time(fitted, t=12)
    assert curve.restricted_mean(12).value == pytest.approx(rmst, abs=1e-6)


def _at(series: Any, at: float) -> float:
    """The value of the step at that time, whose last digits may differ."""
    return float(series[series.index <= at + CLOSE].iloc[-1])


def _repeat_purchases(staying: Staying, log: Any) -> None:
    known = log.assign(quarter=log["day"].dt.year * 4 + log["day"].dt.quarter - 1)
    known["first"] = known.groupby("customer")["quarter"].transform("min")
    expected = known.groupby(["first", "quarter"]).agg(n=("customer", "nunique"), amount=("amount", "sum"))
    since, until = tenure.quarter(date(1997, 1, 1)), tenure.quarter(END)
    found = tenure.by_quarter(currency="EUR", since=since, until=until)
    assert {key: tuple(cell) for key, cell in found.items()} == {
        key: (int(row["n"]), row["amount"]) for key, row in expected.iterrows()
    }
    first, *_others = cohorts(found, last=until)
    assert first.clients == len(staying.tenures)


def _sums(staying: Staying, log: Any) -> None:
    names = dict(Account.objects.values_list("pk", "name"))
    amounts = log.groupby("customer")["amount"].sum().to_dict()
    assert {names[one.account_id]: one.amount for one in staying.tenures} == amounts
    months = log.groupby(log["day"].dt.strftime("%Y-%m-01"))["amount"].sum().to_dict()
    told = tenure.by_month(currency="EUR", day=date(1998, 7, 1), months=18)
    assert {month.isoformat(): amount for month, amount in told.items()} == months


def _average_checks(log: Any) -> None:
    names = dict(Account.objects.values_list("pk", "name"))
    month = log.groupby(["customer", log["day"].dt.strftime("%Y-%m-01")])["amount"].agg(["sum", "count"])
    expected = {key: (row["sum"], int(row["count"])) for key, row in month.iterrows()}
    found = development.of_accounts(list(names), day=date(1998, 7, 1), months=18)
    assert {
        (names[who], of.isoformat()): (check.paid, check.invoices)
        for who, one in found.items()
        for of, check in one.checks.items()
    } == expected


def _what_a_client_brings(staying: Staying, log: Any, lives: Any) -> None:
    value = staying.value
    assert value
    amounts, months = log.groupby("customer")["amount"].sum().astype(float), lives["days"] / MONTH
    monthly = amounts.sum() / months.sum()
    rests = amounts - monthly * months
    error = rests.std() * sqrt(len(rests)) / months.sum()
    assert (value.monthly, value.monthly_error) == (pytest.approx(monthly), pytest.approx(error))
    assert value.months.horizon == min(HORIZON, months.max())

"""A basket: the lines of a proposal or invoice with their discounts and VAT (§5.8). Rounded once, at the line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

NOTHING = Decimal(0)
CENT = Decimal("0.01")
WHOLE = Decimal(100)


class Vat(StrEnum):
    """How prices stand to VAT: they hold it, it comes on top, or there is none."""

    IN = "in"
    TOP = "top"
    NONE = "none"


@dataclass(frozen=True)
class Line:
    """`price` is for a unit; `discount` and `rate` (VAT) in per cent; no rate is "without VAT", which is not 0 %."""

    quantity: Decimal
    price: Decimal
    discount: Decimal = NOTHING
    rate: Decimal | None = None


@dataclass(frozen=True)
class Sum:
    """`full` is before discounts; `full` − `discount` is `net` or, where prices hold VAT, `total`."""

    full: Decimal = NOTHING
    discount: Decimal = NOTHING
    net: Decimal = NOTHING
    vat: Decimal = NOTHING
    total: Decimal = NOTHING

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.full + other.full, self.discount + other.discount, self.net + other.net, self.vat + other.vat,
            self.total + other.total,
        )  # fmt: skip


@dataclass(frozen=True)
class Basket:
    """Of each line in its order, of each rate of VAT, and of all: every total is the sum of its lines.

    `after` are the lines' amounts after their own discounts, before what comes off the whole.
    """

    lines: tuple[Sum, ...]
    after: tuple[Decimal, ...]
    by_rate: dict[Decimal | None, Sum]
    sum: Sum


@dataclass(frozen=True)
class Share:
    """What of a sum is at one rate of VAT, with the VAT in it."""

    rate: Decimal | None
    total: Decimal
    vat: Decimal


def shares(parts: Iterable[Share]) -> tuple[Share, ...]:
    """One of each rate, the highest first, what is without VAT last: papers name them in this order."""
    found: dict[Decimal | None, Share] = {}
    for one in parts:
        before = found.get(one.rate, Share(one.rate, NOTHING, NOTHING))
        found[one.rate] = Share(one.rate, before.total + one.total, before.vat + one.vat)
    return tuple(sorted(found.values(), key=lambda one: (one.rate is None, -(one.rate or NOTHING))))


class DiscountTooLarge(ValueError):
    """More would be taken off than the basket costs."""


def basket(lines: Sequence[Line], *, vat: Vat, off: Decimal = NOTHING, off_amount: Decimal = NOTHING) -> Basket:
    """`off` in per cent and `off_amount` in money come off the whole, after the discounts of the lines.

    They are laid on the lines in proportion, so that VAT is right at each rate. Raises DiscountTooLarge.
    """
    fulls = [rounded(line.quantity * line.price) for line in lines]
    after = [rounded(line.quantity * line.price * (WHOLE - line.discount) / WHOLE) for line in lines]
    whole = sum(after, NOTHING)
    taken = rounded(whole * off / WHOLE) + off_amount
    if taken > whole:
        raise DiscountTooLarge
    shares = shared(taken, after)
    sums = tuple(
        _taxed(full, amount - share, vat=vat, rate=line.rate)
        for line, full, amount, share in zip(lines, fulls, after, shares, strict=True)
    )
    by_rate: dict[Decimal | None, Sum] = {}
    for line, one in zip(lines, sums, strict=True):
        rate = None if vat is Vat.NONE else line.rate
        by_rate[rate] = by_rate.get(rate, Sum()) + one
    return Basket(sums, tuple(after), by_rate, sum(sums, Sum()))


def shared(amount: Decimal, over: Sequence[Decimal]) -> list[Decimal]:
    """`amount` in parts in proportion to `over`, exact to the cent: the cents left go to the largest remainders."""
    whole = sum(over, NOTHING)
    if not whole:
        return [NOTHING for _part in over]
    exact = [amount * part / whole for part in over]
    parts = [part.quantize(CENT, "ROUND_DOWN") for part in exact]
    left = int((amount - sum(parts, NOTHING)) / CENT)
    first = sorted(range(len(over)), key=lambda place: (parts[place] - exact[place], place))
    for place in first[:left]:
        parts[place] += CENT
    return parts


def rounded(amount: Decimal) -> Decimal:
    """To the cent, halves away from nought, as tax offices round."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def _taxed(full: Decimal, amount: Decimal, *, vat: Vat, rate: Decimal | None) -> Sum:
    discount = full - amount
    if vat is Vat.NONE or rate is None:
        return Sum(full, discount, amount, NOTHING, amount)
    if vat is Vat.IN:
        tax = rounded(amount * rate / (WHOLE + rate))
        return Sum(full, discount, amount - tax, tax, amount)
    tax = rounded(amount * rate / WHOLE)
    return Sum(full, discount, amount, tax, amount + tax)

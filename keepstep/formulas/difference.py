"""What changed from one list of lines to the next: added, removed, changed and in what (§5.8)."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Offered:
    """A line as it is compared; `key` is what it was made of in the catalogue, empty for words of one's own."""

    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    discount: Decimal
    rate: Decimal | None
    key: str = ""


FIELDS = ("name", "quantity", "unit", "price", "discount", "rate")


@dataclass(frozen=True)
class Change:
    """Without `was` it is added, without `now` removed; `fields` are those of FIELDS that differ."""

    was: Offered | None
    now: Offered | None
    fields: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As it is called now, or was last."""
        known = self.now or self.was
        return known.name if known else ""


def difference(was: Sequence[Offered], now: Sequence[Offered]) -> list[Change]:
    """What differs, in the order of the new lines, what is gone at the end.

    Lines are the same line if they are equal, else if they have one name, else if they are of one service.
    """
    former = _matched(was, now)
    kept = set(former.values())
    changes = [
        _change(was[former[place]], one) if place in former else Change(None, one) for place, one in enumerate(now)
    ]
    gone = [Change(one, None) for place, one in enumerate(was) if place not in kept]
    return [*(one for one in changes if one.fields or one.was is None), *gone]


def _matched(was: Sequence[Offered], now: Sequence[Offered]) -> dict[int, int]:
    """Of each new line that was there before, its place then."""
    found: dict[int, int] = {}
    for alike in (lambda one: one, lambda one: one.name.casefold(), lambda one: one.key or None):
        _match(was, now, found, alike)
    return found


def _match(
    was: Sequence[Offered], now: Sequence[Offered], found: dict[int, int], alike: Callable[[Offered], Hashable]
) -> None:
    """Those left over on both sides, the first with the first."""
    taken, waiting = set(found.values()), defaultdict(list)
    for place, one in enumerate(was):
        if place not in taken and (sign := alike(one)) is not None:
            waiting[sign].append(place)
    for place, one in enumerate(now):
        if place not in found and (places := waiting.get(alike(one))):
            found[place] = places.pop(0)


def _change(was: Offered, now: Offered) -> Change:
    return Change(was, now, tuple(name for name in FIELDS if getattr(was, name) != getattr(now, name)))

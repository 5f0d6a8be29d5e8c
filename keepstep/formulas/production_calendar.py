"""Public holidays of a country with their moved and shortened days, as the `holidays` library publishes them (§5.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from holidays import HolidayBase, country_holidays

DAY = timedelta(days=1)

# Countries whose government moves days off by a decree for each year: until it is published, a year is a guess.
DECREED_YEARLY = frozenset({"BY", "CN", "HU", "KG", "KZ", "LV", "RU", "UZ", "VN"})

# Russia's labour code, art. 95: the day before a public holiday is an hour shorter.
SHORTENED_EVES = frozenset({"RU"})


@dataclass(frozen=True)
class ProductionCalendar:
    """The public days of one country; `subdivision` is its code without the country, e.g. `BY` for Bavaria."""

    country: str
    subdivision: str | None = None

    def __post_init__(self) -> None:
        try:
            country_holidays(self.country, subdiv=self.subdivision)
        except NotImplementedError as unknown:
            raise ValueError(str(unknown)) from unknown

    def is_day_off(self, day: date) -> bool:
        """A public holiday, or a day off that was moved here."""
        return day in self._year(day).days_off

    def replaced_by(self, day: date) -> date | None:
        """The weekday whose work was moved to this day of a weekend; None if none was."""
        return self._year(day).workdays.get(day)

    def is_shortened(self, day: date) -> bool:
        """Directly before a statutory holiday, or worked instead of such a day. A merely moved day off has no eve."""
        if self.country not in SHORTENED_EVES:
            return False
        eves = (day, self.replaced_by(day) or day)
        return any(eve + DAY in self._year(eve + DAY).statutory for eve in eves)

    def is_preliminary(self, year: int) -> bool:
        """Nobody has published yet which days this year moves."""
        if self.country not in DECREED_YEARLY:
            return False
        return year > _last_published(self.country, self.subdivision)

    def _year(self, day: date) -> "_Year":
        return _published(self.country, self.subdivision, day.year)


@dataclass(frozen=True)
class _Year:
    days_off: frozenset[date]
    workdays: dict[date, date]  # A worked day of a weekend → the weekday it replaces.
    statutory: frozenset[date]


@lru_cache(maxsize=512)
def _published(country: str, subdivision: str | None, year: int) -> _Year:
    # A decree may move a Saturday of December for a Friday of January, so the neighbours are read as well.
    years = range(year - 1, year + 2)
    observed = country_holidays(country, subdiv=subdivision, years=years)
    statutory = country_holidays(country, subdiv=subdivision, years=years, observed=False)
    moved = {worked: rested for one in years for rested, worked in _moves(observed, one)}
    return _Year(
        days_off=frozenset(day for day in observed if day.year == year),
        workdays={day: moved.get(day, _monday(day)) for day in observed.weekend_workdays if day.year == year},
        statutory=frozenset(day for day in statutory if day.year == year) - frozenset(moved.values()),
    )


@lru_cache(maxsize=64)
def _last_published(country: str, subdivision: str | None) -> int:
    calendar = country_holidays(country, subdiv=subdivision)
    return max(year for year in _special(calendar) if any(_moves(calendar, year)))


def _moves(calendar: HolidayBase, year: int) -> Iterator[tuple[date, date]]:
    """The decree's pairs: the day off, and the day of a weekend or holiday it was moved from.

    The library keeps them as (month, day, from month, from day[, from year]) among its special holidays, whose other
    entries are (month, day, name); a year with a single entry keeps it bare.
    """
    entries = _special(calendar).get(year, ())
    for entry in (entries,) if entries and isinstance(entries[0], int) else entries:
        if len(entry) >= 4 and isinstance(entry[2], int):
            month, day, from_month, from_day, from_year = (*entry, year)[:5]
            yield date(year, month, day), date(from_year, from_month, from_day)


def _special(calendar: HolidayBase) -> dict[int, tuple]:  # type: ignore[type-arg]
    return getattr(calendar, "special_public_holidays", {})


def _monday(day: date) -> date:
    return day - day.weekday() * DAY

"""The shape of `en.py` and `ru.py` beside it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Good:
    name: str
    other_name: str
    unit: str
    price: str
    is_recurring: bool = False


@dataclass(frozen=True)
class Shop:
    """`company` and `payers` (by the client's name) are requisites; for a `reason` an invoice is cancelled. `former`
    are clients who have left, `payer_form` the form of those of whom no more is told; `words` are said of plans."""

    goods: tuple[Good, ...]
    company: dict[str, str]
    payers: dict[str, dict[str, str]]
    reason: str
    former: tuple[str, ...]
    payer_form: str
    words: dict[str, str]

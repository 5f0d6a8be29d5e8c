"""What a version says otherwise than the one before, in words people read: for our page and for the client's (§5.8)."""

from decimal import Decimal
from typing import NamedTuple

from babel.numbers import format_decimal
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.legal_entity import VatWay
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.formulas.amount import in_figures
from keepstep.formulas.difference import Change, Offered, difference


class Fact(NamedTuple):
    """Old → new; without `was` it came, without `now` it went."""

    name: str
    was: str
    now: str


class Told(NamedTuple):
    """`kind` is added, removed or changed."""

    kind: str
    words: str
    name: str
    facts: list[Fact]


class Difference(NamedTuple):
    lines: list[Told]
    terms: list[Fact]
    total: Fact | None
    came: str
    """By how much the total went up or down, with its sign; empty where currencies differ."""

    def __bool__(self) -> bool:
        return bool(self.lines or self.terms or self.total)


def between(was: ProposalVersion, now: ProposalVersion) -> Difference:
    """In the language that is active."""
    lines = [_told(one, was, now) for one in difference(_offered(was), _offered(now))]
    total = _differs(_("Total"), _money(was.total, was), _money(now.total, now))
    step = now.total - was.total
    sign = "+" if step > 0 else "−"
    came = f"{sign}{_money(abs(step), now)}" if step and was.currency == now.currency else ""
    return Difference(lines, _terms(was, now), total, came)


def _offered(version: ProposalVersion) -> list[Offered]:
    return [
        Offered(
            one.name, one.unit, one.quantity, one.price, one.discount, one.rate, str(one.service_id or "")
        )
        for one in version.lines.all()
    ]  # fmt: skip


def _told(change: Change, was: ProposalVersion, now: ProposalVersion) -> Told:
    if change.was and change.now:
        facts = _facts(change.was, change.now, was, now)
        return Told("changed", _("changed"), change.now.name, [facts[name] for name in change.fields])
    added = [Fact("", "", _whole(change.now, now))] if change.now else []
    removed = [Fact("", _whole(change.was, was), "")] if change.was else []
    kind, words = ("added", _("added")) if added else ("removed", _("removed"))
    return Told(kind, words, change.name, added or removed)


def _facts(old: Offered, new: Offered, was: ProposalVersion, now: ProposalVersion) -> dict[str, Fact]:
    return {
        "name": Fact(_("Name"), old.name, new.name),
        "quantity": Fact(_("Quantity"), _quantity(old), _quantity(new)),
        "unit": Fact(_("Unit"), old.unit or "–", new.unit or "–"),
        "price": Fact(_("Price"), _money(old.price, was), _money(new.price, now)),
        "discount": Fact(_("Discount"), _percent(old.discount), _percent(new.discount)),
        "rate": Fact(_("VAT"), _rate(old.rate), _rate(new.rate)),
    }


def _terms(was: ProposalVersion, now: ProposalVersion) -> list[Fact]:
    found = (
        _differs(_("Title"), was.title, now.title),
        _differs(_("Discount on the whole"), _off(was), _off(now)),
        _differs(_("VAT"), str(VatWay(was.vat).label), str(VatWay(now.vat).label)),
        _differs(_("Currency"), was.currency, now.currency),
        _differs(_("Valid until"), date_format(was.valid_until, "j E Y"), date_format(now.valid_until, "j E Y")),
        _differs(_("Language"), str(Language(was.language).label), str(Language(now.language).label)),
        _differs(_("Words before the lines"), was.before, now.before),
        _differs(_("Words after the lines"), was.after, now.after),
    )
    return [one for one in found if one]


def _differs(name: str, was: str, now: str) -> Fact | None:
    return Fact(name, was, now) if was != now else None


def _whole(one: Offered, version: ProposalVersion) -> str:
    words = f"{_quantity(one)} × {_money(one.price, version)}"
    return f"{words}, −{_percent(one.discount)}" if one.discount else words


def _quantity(one: Offered) -> str:
    return f"{_number(one.quantity)} {one.unit}".strip()


def _off(version: ProposalVersion) -> str:
    parts = [_percent(version.off)] if version.off else []
    parts += [_money(version.off_amount, version)] if version.off_amount else []
    return " + ".join(parts) or pgettext("discount", "none")


def _rate(rate: Decimal | None) -> str:
    return _("without VAT") if rate is None else _percent(rate)


def _percent(share: Decimal) -> str:
    return f"{_number(share)}\N{NO-BREAK SPACE}%"


def _number(amount: Decimal) -> str:
    return str(format_decimal(amount, locale=get_language() or "en"))


def _money(amount: Decimal, version: ProposalVersion) -> str:
    return in_figures(amount, version.currency, language=get_language() or "en")

"""Requisites: under which name and numbers a company stands in documents and is paid. Checksums are verified."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import bic as swift
from stdnum import iban
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.ru import inn, ogrn

from keepstep.formulas.bank_account import account_fits, correspondent_fits


class Form(models.TextChoices):
    """What kind of company it is: that decides which numbers it has."""

    COMPANY = "company", gettext_lazy("company in Russia")
    TRADER = "trader", gettext_lazy("sole trader in Russia")
    ABROAD = "abroad", gettext_lazy("company elsewhere")


LONGEST = {"tax_number": 30, "number": 34}
"""What other countries number has no sum to be checked by, but has to fit."""


class Requisites(models.Model):
    """`name` as in documents; `bic` is the Russian BIK or the SWIFT code, `number` the account or IBAN.

    `signatory` signs in their `position`, on the `grounds` of the charter or a power of attorney.
    """

    form = models.CharField(max_length=7, choices=Form, default=Form.COMPANY)
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=400, blank=True)
    inn = models.CharField(max_length=12, blank=True)
    kpp = models.CharField(max_length=9, blank=True)
    ogrn = models.CharField(max_length=15, blank=True)
    tax_number = models.CharField(max_length=LONGEST["tax_number"], blank=True)
    bank = models.CharField(max_length=200, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    number = models.CharField(max_length=LONGEST["number"], blank=True)
    correspondent = models.CharField(max_length=20, blank=True)
    signatory = models.CharField(max_length=200, blank=True)
    position = models.CharField(max_length=200, blank=True)
    grounds = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


NUMBERS = ("inn", "kpp", "ogrn", "tax_number", "bic", "number", "correspondent")
TREASURY = "03"
"""An account of a public body begins with it, and has no key of the bank's."""
ABROAD_ONLY, RUSSIAN_ONLY = ("tax_number",), ("inn", "kpp", "ogrn", "correspondent")


class WrongRequisites(ValueError):
    """`faults`: what is wrong, by field, in words."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


def verified(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with their numbers bared of spaces, and those the form has not left empty. Raises WrongRequisites."""
    known = dict(facts)
    for field in NUMBERS:
        known[field] = re.sub(r"[\s\u00a0.-]", "", str(known.get(field) or "")).upper()
    for field in RUSSIAN_ONLY if known["form"] == Form.ABROAD else ABROAD_ONLY:
        known[field] = ""
    if known["form"] == Form.TRADER:
        known["kpp"] = ""
    faults = _foreign(known) if known["form"] == Form.ABROAD else _russian(known)
    faults |= _too_long(known)
    if known["number"] and not known["bic"]:
        faults["bic"] = _("Without the code of the bank the account cannot be checked.")
    if faults:
        raise WrongRequisites(faults)
    return known


def _too_long(known: dict[str, Any]) -> dict[str, str]:
    return {
        field: _("This is too long: %(most)s characters at most.") % {"most": most}
        for field, most in LONGEST.items()
        if len(known[field]) > most
    }


def _russian(known: dict[str, Any]) -> dict[str, str]:
    trader = known["form"] == Form.TRADER
    faults = {"inn": _inn(known["inn"], 12 if trader else 10), "ogrn": _ogrn(known["ogrn"], 15 if trader else 13)}
    if known["kpp"] and not re.fullmatch(r"\d{4}[\dA-Z]{2}\d{3}", known["kpp"]):
        faults["kpp"] = _("A KPP has 9 characters, as 770701001.")
    faults |= _russian_bank(known)
    return {field: fault for field, fault in faults.items() if fault}


def _inn(number: str, digits: int) -> str:
    if not re.fullmatch(rf"\d{{{digits}}}", number):
        return _("This INN has %(digits)s digits.") % {"digits": digits}
    return "" if inn.is_valid(number) else _("The last digits of this INN do not fit: a digit is wrong.")


def _ogrn(number: str, digits: int) -> str:
    if number and not re.fullmatch(rf"\d{{{digits}}}", number):
        return _("This OGRN has %(digits)s digits.") % {"digits": digits}
    return (
        "" if not number or ogrn.is_valid(number) else _("The last digit of this OGRN does not fit: a digit is wrong.")
    )


def _russian_bank(known: dict[str, Any]) -> dict[str, str]:
    faults = {}
    bic, number, correspondent = known["bic"], known["number"], known["correspondent"]
    if bic and not re.fullmatch(r"0\d{8}", bic):
        return {"bic": _("A BIK has 9 digits and begins with 0.")}
    if number and not re.fullmatch(r"\d{20}", number):
        faults["number"] = _("An account has 20 digits.")
    elif number and bic and not number.startswith(TREASURY) and not account_fits(number, bic):
        faults["number"] = _("The key of the account does not fit this BIK: a digit is wrong in one of them.")
    if correspondent and not re.fullmatch(r"\d{20}", correspondent):
        faults["correspondent"] = _("An account has 20 digits.")
    elif correspondent and bic and not correspondent_fits(correspondent, bic):
        faults["correspondent"] = _("The key of the account does not fit this BIK: a digit is wrong in one of them.")
    return faults


def _foreign(known: dict[str, Any]) -> dict[str, str]:
    faults = {}
    if known["bic"] and not swift.is_valid(known["bic"]):
        faults["bic"] = _("A BIC (SWIFT) has 8 or 11 characters, as DEUTDEFF.")
    if re.match(r"[A-Z]{2}\d{2}", known["number"]):
        try:
            iban.validate(known["number"])
        except InvalidChecksum:
            faults["number"] = _("The check digits of this IBAN do not fit: a character is wrong.")
        except ValidationError:
            faults["number"] = _("This is no IBAN of that country: a character is missing or too many.")
    return faults

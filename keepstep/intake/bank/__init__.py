"""Statements of banks, in whatever form: read whole, or not at all and with the line that is broken."""

from keepstep.domain.money.bank_file import Movement
from keepstep.intake.bank import camt, listing, one_c
from keepstep.intake.bank.fault import BrokenFile, no_statement


def read(content: bytes) -> list[Movement]:
    """The movements of a statement. Raises BrokenFile."""
    if one_c.is_it(content):
        return one_c.read(content)
    if camt.is_it(content):
        return camt.read(content)
    if listing.is_it(content):
        return listing.read(content)
    raise no_statement()


__all__ = ["BrokenFile", "read"]

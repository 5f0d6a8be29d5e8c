"""What is wrong with a bank file, and where."""

from django.utils.translation import gettext as _


class BrokenFile(ValueError):
    """`line` is where, from 1; 0 is the file as a whole."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(_("Line %(line)s: %(fault)s") % {"line": line, "fault": words} if line else words)
        self.line = line


def no_statement() -> BrokenFile:
    return BrokenFile(
        0,
        _(
            "This is no statement we know: neither 1CClientBankExchange nor camt.053, nor a table with a date, "
            "an amount and a payer."
        ),
    )

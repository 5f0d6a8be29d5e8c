"""What a template may name: fields that a document fills in, by its kind, with their words (§5.8)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise

PARTY: dict[str, Label] = {
    "name": _("name in documents"),
    "position": _("position of whoever signs"),
    "signatory": _("who signs"),
    "grounds": _("on what grounds"),
    "address": _("address"),
    "inn": _("INN"),
    "kpp": _("KPP"),
    "ogrn": _("OGRN"),
    "tax_number": _("VAT or tax number"),
    "bank": _("bank"),
    "bic": _("BIK or SWIFT code"),
    "account": _("account or IBAN"),
    "correspondent": _("correspondent account"),
}
"""Of either side: `our.name`, `client.name`."""
OURS = {f"our.{name}": label for name, label in PARTY.items()}
OURS |= {"our.phone": _("telephone"), "our.email": _("e-mail")}
THEIRS = {f"client.{name}": label for name, label in PARTY.items()}
SUMS: dict[str, Label] = {
    "total": _("the sum in figures"),
    "total.words": _("the sum in words"),
    "vat": _("VAT in words"),
}
CONTRACT: dict[str, Label] = {"contract.number": _("number of the contract"), "contract.day": _("day of the contract")}
TERMS: dict[str, Label] = {"subject": _("what it is about"), "until": _("until when")}
ADDENDUM: dict[str, Label] = {"addendum.number": _("number of the addendum"), "addendum.day": _("day of the addendum")}
ACT: dict[str, Label] = {
    "act.number": _("number of the act"),
    "act.day": _("day of the act"),
    "invoice.number": _("number of the invoice"),
    "invoice.day": _("day of the invoice"),
    "basis": _("the basis, as in the invoice"),
}
PARTIES: dict[str, Label] = {
    "parties": _("both parties: requisites and lines to sign on"),
    "parties.stamped": _("the same, with our stamp and signature"),
}
LINES: dict[str, Label] = {"lines": _("table of what was done")}
BLOCKS = (*PARTIES, *LINES)
"""These stand alone in a line."""
FIELDS: dict[str, dict[str, Label]] = {
    "contract": {**CONTRACT, **TERMS, **SUMS, **OURS, **THEIRS, **PARTIES},
    "addendum": {**ADDENDUM, **CONTRACT, **TERMS, **SUMS, **OURS, **THEIRS, **PARTIES},
    "act": {**ACT, **SUMS, **OURS, **THEIRS, **LINES, **PARTIES},
}
"""By the kind of template."""

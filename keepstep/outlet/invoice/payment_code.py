"""The code a bank's application reads off an invoice: ГОСТ Р 56042 for roubles, the EPC's for euro (§5.8)."""

from collections.abc import Mapping
from decimal import Decimal

import segno
from segno.helpers import make_epc_qr
from stdnum import iban

LONGEST = {"Name": 160, "BankName": 45, "Purpose": 210}
"""Characters a bank takes, by the standard."""
LONGEST_EPC_NAME, LONGEST_EPC_TEXT, MOST_EURO = 70, 140, Decimal("999999999.99")
NO_CORRESPONDENT = "0"
Requisites = Mapping[str, str]


def drawing(ours: Requisites, *, amount: Decimal, currency: str, purpose: str) -> str:
    """The code as an SVG, or nothing where no bank could read one: without an account, or in another currency."""
    made = _code(ours, amount=amount, currency=currency, purpose=purpose)
    return made.svg_inline(border=0, scale=4) if made else ""


def _code(ours: Requisites, *, amount: Decimal, currency: str, purpose: str) -> segno.QRCode | None:
    if currency == "RUB" and ours["form"] != "abroad" and ours["number"] and ours["bic"]:
        return segno.make_qr(_rouble(ours, amount, purpose), error="m", encoding="utf-8")
    if currency == "EUR" and amount <= MOST_EURO and iban.is_valid(ours["number"]):
        return make_epc_qr(
            name=ours["name"][:LONGEST_EPC_NAME], iban=ours["number"], amount=amount, bic=ours["bic"] or None,
            text=purpose[:LONGEST_EPC_TEXT], encoding="utf-8",
        )  # fmt: skip
    return None


def _rouble(ours: Requisites, amount: Decimal, purpose: str) -> str:
    """First what the standard demands, in its order; the sum is in kopecks."""
    said = {
        "Name": ours["name"],
        "PersonalAcc": ours["number"],
        "BankName": ours["bank"],
        "BIC": ours["bic"],
        "CorrespAcc": ours["correspondent"] or NO_CORRESPONDENT,
        "PayeeINN": ours["inn"],
        "KPP": ours["kpp"],
        "Sum": str(int(amount * 100)),
        "Purpose": purpose,
    }
    parts = (f"{name}={_plain(value)[: LONGEST.get(name)]}" for name, value in said.items() if value)
    return "|".join(("ST00012", *parts))


def _plain(value: str) -> str:
    """What parts the fields stands in none of them."""
    return " ".join(value.replace("|", " ").split())

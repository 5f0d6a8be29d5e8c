"""camt.053, the statement of European banks (ISO 20022), of any version; XML with entities of its own is refused."""

from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from keepstep.domain.money.bank_file import Movement
from keepstep.intake.bank.fault import BrokenFile

CREDIT, BOOKED = "CRDT", "BOOK"


def is_it(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" and b"BkToCstmrStmt" in content


def read(content: bytes) -> list[Movement]:
    """Booked movements alone; `line` counts them. Raises BrokenFile."""
    try:
        whole = fromstring(content)
    except ParseError as why:
        raise BrokenFile(why.position[0], _("the XML is broken here.")) from why
    except DefusedXmlException as why:
        raise BrokenFile(
            0, _("This XML defines entities of its own: no bank’s statement does. It was not read.")
        ) from why
    found: list[Movement] = []
    for statement in _all(whole, "BkToCstmrStmt/Stmt"):
        ours = _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id")
        for movement in _all(statement, "Ntry"):
            found += _entries(movement, ours, first=len(found) + 1)
    return found


def _entries(movement: Element, ours: str, *, first: int) -> list[Movement]:
    """A movement may gather several payments; each is one of its own, and together they are the movement."""
    if (_text(movement, "Sts") or _text(movement, "Sts/Cd") or BOOKED) != BOOKED:
        return []
    is_out = (_text(movement, "CdtDbtInd") == CREDIT) == (_text(movement, "RvslInd") == "true")
    details = _all(movement, "NtryDtls/TxDtls")
    whole, currency = _amount(_one(movement, "Amt"), first)
    if len(details) < 2:
        return [_entry(movement, details[0] if details else movement, ours, whole, currency, is_out, first)]
    parts = [_amount(_one(one, "Amt") or _one(one, "AmtDtls/TxAmt/Amt"), first)[0] for one in details]
    if sum(parts) != whole:
        raise BrokenFile(first, _("the payments gathered in this movement do not add up to it."))
    return [
        _entry(movement, one, ours, part, currency, is_out, first + place)
        for place, (one, part) in enumerate(zip(details, parts, strict=True))
    ]


def _entry(
    movement: Element, one: Element, ours: str, amount: Decimal, currency: str, is_out: bool, line: int
) -> Movement:
    day = _text(movement, "BookgDt/Dt") or _text(movement, "BookgDt/DtTm") or _text(movement, "ValDt/Dt")
    side = "Cdtr" if is_out else "Dbtr"
    parties = "RltdPties/"
    reference = _text(one, "Refs/EndToEndId")
    return Movement(
        line=line,
        ours=ours.replace(" ", "").upper(),
        amount=amount,
        currency=currency,
        day=_day(day, line),
        is_out=is_out,
        payer=_text(one, f"{parties}{side}/Nm") or _text(one, f"{parties}{side}/Pty/Nm"),
        account=_text(one, f"{parties}{side}Acct/Id/IBAN") or _text(one, f"{parties}{side}Acct/Id/Othr/Id"),
        purpose=" ".join(said.text.strip() for said in _all(one, "RmtInf/Ustrd") if said.text)
        or _text(one, "RmtInf/Strd/CdtrRefInf/Ref"),
        document=_text(one, "Refs/TxId") or _text(one, "Refs/AcctSvcrRef") or _text(movement, "AcctSvcrRef")
        or ("" if reference == "NOTPROVIDED" else reference),
    )  # fmt: skip


def _amount(found: Element | None, line: int) -> tuple[Decimal, str]:
    text = found.text or "" if found is not None else ""
    try:
        made = Decimal(text.strip())
    except InvalidOperation as why:
        raise BrokenFile(line, _("“%(text)s” is no amount.") % {"text": text}) from why
    if found is None or not made.is_finite() or made <= 0 or made >= 10**13:
        raise BrokenFile(line, _("“%(text)s” is no amount.") % {"text": text})
    return made.quantize(Decimal("0.01")), found.get("Ccy", "")


def _day(text: str, line: int) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as why:
        raise BrokenFile(line, _("“%(text)s” is no date.") % {"text": text}) from why


def _all(found: Element, path: str) -> list[Element]:
    """In whatever namespace: each version of the standard has one of its own."""
    return found.findall("/".join(f"{{*}}{part}" for part in path.split("/")))


def _one(found: Element, path: str) -> Element | None:
    return next(iter(_all(found, path)), None)


def _text(found: Element, path: str) -> str:
    one = _one(found, path)
    return (one.text or "").strip() if one is not None else ""

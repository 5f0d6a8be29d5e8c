"""1CClientBankExchange, the statement Russian banks export: sections of `name=value`, in any of three charsets."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from keepstep.domain.money.bank_file import Movement
from keepstep.intake.bank.fault import BrokenFile

FIRST, LAST = "1CClientBankExchange", "КонецФайла"
CHARSETS = ("utf-8-sig", "cp1251", "cp866")
BEGIN_ACCOUNT, END_ACCOUNT = "СекцияРасчСчет", "КонецРасчСчет"
BEGIN, END = "СекцияДокумент", "КонецДокумента"
WORDS = (LAST, BEGIN, BEGIN_ACCOUNT, "Кодировка")
INN_BEFORE = re.compile(r"ИНН\s*(\d{12}|\d{10}|0+)?\s*(?:/?\s*КПП\s*\d+)?[\s/,]*(.*)", re.IGNORECASE | re.DOTALL)
PURPOSES = tuple(f"НазначениеПлатежа{place}" for place in range(1, 7))
ROUBLES = "RUB"
Facts = dict[str, str]


def is_it(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[: len(FIRST)] == FIRST.encode()


def read(content: bytes) -> list[Movement]:
    """Raises BrokenFile."""
    lines = _decoded(content).splitlines()
    ours: set[str] = set()
    documents: list[tuple[int, Facts]] = []
    facts: Facts | None = None
    begun = 0
    for number, line in enumerate(lines, start=1):
        name, _sign, value = (part.strip() for part in line.strip().partition("="))
        if name == BEGIN:
            if facts is not None:
                raise BrokenFile(number, _("a document begins before the one of line %(n)s ends.") % {"n": begun})
            facts, begun = {}, number
        elif name == END:
            if facts is None:
                raise BrokenFile(number, _("a document ends that never began."))
            documents.append((begun, facts))
            facts = None
        elif name == LAST:
            if facts is not None:
                raise BrokenFile(number, _("the file ends within the document of line %(n)s.") % {"n": begun})
            return [entry for at, one in documents if (entry := _entry(at, one, ours))]
        elif facts is not None:
            facts.setdefault(name, value)
        elif name == "РасчСчет" and value:
            ours.add(_bare(value))
    raise BrokenFile(len(lines), _("the file breaks off: its last line, КонецФайла, is missing."))


def _decoded(content: bytes) -> str:
    """The header may lie: the charset is the one in which the file speaks the form's own words."""
    for charset in CHARSETS:
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        if any(word in text for word in WORDS):
            return text
    raise BrokenFile(1, _("its letters are in none of the charsets banks use."))


def _entry(line: int, facts: Facts, ours: set[str]) -> Movement | None:
    payer = _bare(facts.get("ПлательщикСчет") or facts.get("ПлательщикРасчСчет") or "")
    payee = _bare(facts.get("ПолучательСчет") or facts.get("ПолучательРасчСчет") or "")
    is_in = payee in ours or (payer not in ours and bool(facts.get("ДатаПоступило")))
    name, inn = _payer(facts)
    return Movement(
        line=line,
        ours=payee if is_in else payer,
        amount=_amount(facts.get("Сумма", ""), line),
        currency=ROUBLES,
        day=_day(facts.get("ДатаПоступило" if is_in else "ДатаСписано") or facts.get("Дата", ""), line),
        is_out=not is_in,
        payer=name,
        inn=inn,
        account=payer,
        purpose=_purpose(facts),
        document=facts.get("Номер", ""),
    )


def _payer(facts: Facts) -> tuple[str, str]:
    """Name and INN: some banks put the INN before the name, and noughts where they do not know it."""
    said = facts.get("Плательщик1") or facts.get("Плательщик") or ""
    before = INN_BEFORE.fullmatch(said.strip())
    name = before[2] if before else said
    inn = _bare(facts.get("ПлательщикИНН", "")) or (before[1] or "" if before else "")
    return " ".join(name.split()), "" if not inn.strip("0") else inn


def _purpose(facts: Facts) -> str:
    whole = facts.get("НазначениеПлатежа") or " ".join(facts[part] for part in PURPOSES if facts.get(part))
    return " ".join(whole.split())


def _amount(text: str, line: int) -> Decimal:
    """With a point or a comma before the kopecks, with spaces between the thousands."""
    try:
        made = Decimal(re.sub(r"[\s\u00a0]", "", text).replace(",", "."))
    except InvalidOperation as why:
        raise BrokenFile(line, _("“%(text)s” is no amount.") % {"text": text}) from why
    if not made.is_finite() or made <= 0 or made >= 10**13 or made != made.quantize(Decimal("0.01")):
        raise BrokenFile(line, _("“%(text)s” is no amount.") % {"text": text})
    return made


def _day(text: str, line: int) -> date:
    try:
        return datetime.strptime(text[:10], "%d.%m.%Y").date()
    except ValueError as why:
        raise BrokenFile(line, _("“%(text)s” is no date.") % {"text": text}) from why


def _bare(number: str) -> str:
    return re.sub(r"[\s\u00a0.-]", "", number)

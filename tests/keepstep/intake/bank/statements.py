"""Statements as banks write them."""

from typing import Any

OURS = "40702810000000000007"


def one_c(*documents: str, claimed: str = "Windows") -> str:
    head = f"1CClientBankExchange\nВерсияФормата=1.03\nКодировка={claimed}\nПолучатель=1С\n"
    head += "ДатаНачала=01.03.2026\nДатаКонца=04.03.2026\n"
    account = f"РасчСчет={OURS}\nСекцияРасчСчет\nДатаНачала=01.03.2026\nРасчСчет={OURS}\nКонецРасчСчет\n"
    return head + account + "".join(documents) + "КонецФайла\n"


def paid(**facts: Any) -> str:
    """A payment order; facts replace or add to the usual ones, in their order."""
    usual = {
        "Номер": "15", "Дата": "02.03.2026", "Сумма": "1000.00", "ПлательщикСчет": "40702810900000000001",
        "ДатаПоступило": "02.03.2026", "Плательщик": 'ИНН 7802123458 ООО "Северный ветер"',
        "ПлательщикИНН": "7802123458", "ПолучательСчет": OURS, "ПолучательИНН": "7707083893",
        "НазначениеПлатежа": "Оплата по счету М-12",
    }  # fmt: skip
    said = "".join(f"{name}={value}\n" for name, value in (usual | facts).items())
    return f"СекцияДокумент=Платежное поручение\n{said}КонецДокумента\n"


IBAN = "DE89370400440532013000"


def camt(*movements: str, version: str = "02", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return (
        f'{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>"
        f"{''.join(movements)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def movement(
    *details: str, amount: str = "119.00", sign: str = "CRDT", status: str = "<Sts>BOOK</Sts>", **more: str
) -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{more.get("reversal", "")}{status}'
        f"<BookgDt><Dt>2026-03-03</Dt></BookgDt><AcctSvcrRef>{more.get('reference', 'R1')}</AcctSvcrRef>"
        f"<NtryDtls>{''.join(details)}</NtryDtls></Ntry>"
    )


def detail(*, amount: str = "", name: str = "Northwind Bakery Ltd", purpose: str = "Invoice LH-1") -> str:
    own = f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>' if amount else ""
    return (
        (
            f"<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{own}<RltdPties><Dbtr>{name}</Dbtr>"
            f"<DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct></RltdPties>"
            f"<RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls>"
        )
        .replace("<Dbtr>", "<Dbtr><Nm>")
        .replace("</Dbtr>", "</Nm></Dbtr>")
    )

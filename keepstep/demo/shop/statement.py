"""A statement of the demo's bank, as a table: a payment that is recognised, one that waits, and a fee that left us."""

from decimal import Decimal

from keepstep.demo.agency import Demo
from keepstep.domain.agency.legal_entity import LegalEntity
from keepstep.domain.money import bank_file
from keepstep.domain.money.invoice import Invoice
from keepstep.formulas.working_time import WorkingTime
from keepstep.intake.bank import read

HEADINGS = {
    "en": "Booking date;Amount;Payer;Counterparty account;Payment details;Own account",
    "ru": "Дата операции;Сумма;Контрагент;Счёт контрагента;Назначение платежа;Счёт",
}
PAYS = {"en": "Invoice {number}", "ru": "Оплата по счёту {number} за услуги"}
STRANGER = {
    "en": ("Blumen Holt", "340,00", "For your work in spring"),
    "ru": ("ИП Холодова А. В.", "34000,00", "Оплата за работы весной"),
}
FEE = {"en": ("Bank", "-12,50", "Account fee"), "ru": ("Банк", "-1250,00", "Комиссия за ведение счёта")}
NAME = {"en": "statement.csv", "ru": "выписка.csv"}


def arrive(demo: Demo, *, time: WorkingTime) -> None:
    """What is left of the oldest invoice that was paid in part comes by it."""
    language, ours = demo.agency.language, LegalEntity.objects.get()
    day = time.add_days(demo.day, -1)
    paid = Invoice.objects.unpaid().filter(paid__gt=Decimal(0)).order_by("issued_on")[0]
    purpose = PAYS[language].format(number=paid.number)
    rows = [
        (str(paid.theirs["name"]), f"{paid.owed:.2f}".replace(".", ","), purpose), STRANGER[language], FEE[language],
    ]  # fmt: skip
    said = "".join(
        f"\r\n{day:%d.%m.%Y};{amount};{name};;{words};{ours.number}" for name, amount, words in rows
    )  # fmt: skip
    content = f"{HEADINGS[language]}{said}\r\n".encode("cp1251" if language == "ru" else "utf-8")
    bank_file.take_in(
        content, read(content), agency=demo.agency, name=NAME[language], by=demo.owner, at=demo.at
    )  # fmt: skip

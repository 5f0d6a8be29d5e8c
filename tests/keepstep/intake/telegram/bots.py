"""The house with a bot, and a contact who has linked a chat."""

from datetime import datetime

from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.clients import contact_chat
from keepstep.domain.clients.contact import Contact
from keepstep.intake.telegram import reading
from keepstep.postgres import tenancy
from tests.cast import House
from tests.telegram_server import BOT, TOKEN

INES, TOM, STRANGER, VERA = 11, 12, 13, 14


def with_bot(house: House) -> TelegramBot:
    with house.agency.entered():
        return contact_chat.work_with(BOT, token=TOKEN, by=house.oleg, at=house.at)


def link(contact: Contact, *, chat: int, at: datetime) -> None:
    with tenancy.entered(contact.agency_id):
        code = contact_chat.ask(contact, at=at)
        one = contact_chat.ContactChat.objects.awaited(code, at).select_related("contact").get()
        assert contact_chat.link(one, chat=chat, name=f"{contact.name} · @{contact.name.lower()}", at=at)
        contact.refresh_from_db()


def read(bot: TelegramBot, *, at: datetime) -> int:
    return reading.read(bot.agency_id, bot.pk, clock=lambda: at)

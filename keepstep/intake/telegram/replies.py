"""What the bot itself says: never about a client's business, only how to speak with it."""

from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from keepstep.domain.agency.agency import Agency, Language
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.telegram_bot import TelegramBot
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk.mark import Mark, Said
from keepstep.intake.telegram.event import Event


class Reply(NamedTuple):
    """A word in the chat; or, with the key of a press, beside the button that was pressed."""

    words: str
    tap_key: str = ""


def linked(contact: Contact) -> Reply:
    with translation.override(contact.language):
        words = _(
            "Hello, %(name)s! From now on %(agency)s writes to you here. Answer here too, with words, pictures or"
            " files: whoever works with you reads it. /stop ends it."
        )
        return Reply(words % {"name": contact.name, "agency": contact.agency.name})


def linked_of_ours(person: Person) -> Reply:
    with translation.override(person.language or person.agency.language):
        return Reply(
            _("Hello, %(name)s! What you have chosen under “What I am told” comes here now.") % {"name": person}
        )


def ended(contact: Contact) -> Reply:
    with translation.override(contact.language):
        words = _("Nothing comes here any more. %(agency)s still knows how to reach you otherwise.")
        return Reply(words % {"agency": contact.agency.name})


def ended_of_ours(person: Person) -> Reply:
    with translation.override(person.language or person.agency.language):
        return Reply(_("Nothing comes here any more. You can link it again in your settings."))


def for_ours(person: Person) -> Reply:
    with translation.override(person.language or person.agency.language):
        return Reply(
            _("Here you are only told things: nobody reads what is written here. Clients are written to from Keepstep.")
        )


def wrong_code(bot: TelegramBot, event: Event) -> Reply:
    with translation.override(_language(bot, event)):
        words = _("This link was used before, or is too old. Ask %(agency)s for a new one: it takes them a minute.")
        return Reply(words % {"agency": bot.agency.name})


def to_a_stranger(bot: TelegramBot, event: Event) -> Reply:
    with translation.override(_language(bot, event)):
        words = _(
            "Hello! I am the bot of %(agency)s and do not know you yet. If you work with them, ask for your link: then"
            " your words reach the right person. What you wrote was not kept."
        )
        return Reply(words % {"agency": bot.agency.name})


def welcome(bot: TelegramBot, event: Event) -> Reply:
    with translation.override(_language(bot, event)):
        words = _("Hello! Here you can write to %(agency)s: say what you need and how to reach you.")
        return Reply(words % {"agency": bot.agency.name})


def to_a_lead(bot: TelegramBot, event: Event) -> Reply:
    with translation.override(_language(bot, event)):
        words = _(
            "Thank you! %(agency)s has your message, and a person answers it. If you like, add a telephone number or an"
            " e-mail address."
        )
        return Reply(words % {"agency": bot.agency.name})


def marked(mark: Mark, event: Event) -> Reply:
    with translation.override(mark.contact.language):
        words = _("Thank you! We will call you.") if mark.said == Said.CALL_ME else _("Thank you! Noted: %(mark)s")
        return Reply(words % {"mark": mark.in_words}, event.tap_key)


def pressed_in_vain(contact: Contact, event: Event) -> Reply:
    with translation.override(contact.language):
        return Reply(_("This button does nothing any more."), event.tap_key)


def put_right(agency: Agency, words: str) -> str:
    """As our people read it, in their language."""
    with translation.override(agency.language):
        return _("Changed afterwards: %(words)s") % {"words": words}


def _language(bot: TelegramBot, event: Event) -> str:
    """Theirs, as Telegram tells it, if we speak it."""
    return event.language if event.language in Language.values else bot.agency.language

"""The wording of pushes: templates by audience and language, and the fields that are filled into them (§5.3)."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

# The fields of a template, with what each stands for.
FIELDS = {
    "name": _("who is asked, by first name"),
    "awaited": _("what is awaited"),
    "since": _("since which day"),
    "days": _("how long it has stood still"),
    "due": _("the next date that depends on it"),
    "project": _("the project"),
    "agency": _("our agency"),
    "sender": _("who asks"),
}
FIELD = re.compile(r"\{(\w*)\}")


class Wording(NamedTuple):
    """A subject and a body, as a template or filled in."""

    subject: str
    body: str


class UnknownField(Exception):
    """A template names a field nobody can fill in, or a brace is left open."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def check(template: str) -> None:
    """Raises UnknownField with the first one."""
    try:
        names = [name for _text, name, form, turn in Formatter().parse(template) if name is not None or form or turn]
    except ValueError as why:
        raise UnknownField("{") from why
    for name in names:
        if name not in FIELDS:
            raise UnknownField(f"{{{name}}}")


def fill(template: str, facts: Mapping[str, str]) -> str:
    """The template with its fields; a paragraph that needs a fact which is not known is left out."""
    kept = [
        paragraph
        for paragraph in template.replace("\r\n", "\n").split("\n\n")
        if all(facts.get(name) for name in FIELD.findall(paragraph))
    ]
    return FIELD.sub(lambda found: facts[found[1]], "\n\n".join(kept))


def default(audience: str, language: str) -> Wording:
    """What is said on a rung to which the agency has given no words of its own."""
    words = DEFAULTS.get(language) or DEFAULTS["en"]
    return words[audience]


# What own management says about something that is in our own hands: nothing is asked of the client.
OURS = {
    "en": {
        "subject": "{project}: how it stands",
        "body": "Hello, {name}! This is {sender} from {agency}.\n\n"
        "I am calling about “{project}”: it has stood still for {days}, and that is in our hands: {awaited}.\n\n"
        "It holds up {due}.\n\n"
        "Here is what we are doing, and by what day you will have it. What matters most to you meanwhile?",
    },
    "ru": {
        "subject": "{project}: как обстоят дела",
        "body": "Здравствуйте, {name}! Это {sender}, {agency}.\n\n"
        "Звоню по проекту «{project}»: он стоит уже {days}, и дело за нами: {awaited}.\n\n"
        "От этого зависит срок: {due}.\n\n"
        "Расскажу, что мы делаем сейчас и к какому дню будет готово. Что для вас сейчас важнее всего?",
    },
}
DEFAULTS: dict[str, dict[str, Wording]] = {
    "en": {
        "holder": Wording(
            "{project}: {awaited}",
            "Hello, {name}!\n\n"
            "A small reminder about “{project}”: since {since} we have been waiting for {awaited}.\n\n"
            "It holds up {due}.\n\n"
            "As soon as it is here, we go on the same day. If something is in the way, "
            "tell us: we will gladly help or find another way.\n\n"
            "{sender}, {agency}",
        ),
        "team": Wording(
            "{project}: could you help with {awaited}?",
            "Hello, {name}!\n\n"
            "“{project}” is waiting for {awaited}, since {since}. Perhaps the request got lost among other things, "
            "so I am turning to you too.\n\n"
            "It holds up {due}.\n\n"
            "Could you help, or tell us who can? We are ready to go on at once.\n\n"
            "{sender}, {agency}",
        ),
        "producer": Wording(
            "{project}: {awaited}",
            "Hello, {name}!\n\n"
            "I lead the work on “{project}” at {agency}. Since {since} we have been waiting for {awaited}, "
            "and without it we cannot go on.\n\n"
            "It holds up {due}.\n\n"
            "When will it be here? If a part of it is ready, or a question is open, write to me: "
            "we can begin with that.\n\n"
            "{sender}, {agency}",
        ),
        "decider": Wording(
            "{project} stands still: we need your help",
            "Hello, {name}!\n\n"
            "You should know how your project stands: for {days} “{project}” has not moved. "
            "Since {since} we have been waiting for {awaited}.\n\n"
            "It holds up {due}.\n\n"
            "Please help us get it, or let us decide together to go on without it. "
            "I will gladly call at a time that suits you.\n\n"
            "{sender}, {agency}",
        ),
        "head": Wording(
            "{project} stands still: how can we help?",
            "Hello, {name}!\n\n"
            "I answer for your projects at {agency}. “{project}” has not moved for {days}: "
            "since {since} we have been waiting for {awaited}.\n\n"
            "It holds up {due}.\n\n"
            "I would like it to move again this week. Is something in the way on your side or on ours? "
            "I will gladly call at a time that suits you.\n\n"
            "{sender}, {agency}",
        ),
        "management": Wording(
            "{project}: a short talk about what we are waiting for",
            "Hello, {name}! This is {sender} from {agency}.\n\n"
            "I am calling about “{project}”: it has stood still for {days}. Since {since} we have been waiting for "
            "{awaited}.\n\n"
            "It holds up {due}.\n\n"
            "What is in the way, and how can we help? By what day can we count on it?",
        ),
    },
    "ru": {
        "holder": Wording(
            "{project}: {awaited}",
            "Здравствуйте, {name}!\n\n"
            "Небольшое напоминание по проекту «{project}»: с {since} ждём от вас: {awaited}.\n\n"
            "От этого зависит срок: {due}.\n\n"
            "Как только получим, продолжим в тот же день. Если что-то мешает, напишите: поможем "
            "или найдём другой путь.\n\n"
            "{sender}, {agency}",
        ),
        "team": Wording(
            "{project}: поможете? Нужно: {awaited}",
            "Здравствуйте, {name}!\n\n"
            "По проекту «{project}» с {since} ждём: {awaited}. Возможно, просьба затерялась среди других дел, "
            "поэтому обращаюсь и к вам.\n\n"
            "От этого зависит срок: {due}.\n\n"
            "Сможете помочь или подсказать, к кому обратиться? Мы готовы сразу продолжить.\n\n"
            "{sender}, {agency}",
        ),
        "producer": Wording(
            "{project}: {awaited}",
            "Здравствуйте, {name}!\n\n"
            "Я веду работу над проектом «{project}» в {agency}. С {since} ждём от вас: {awaited}. "
            "Без этого мы не можем продолжить.\n\n"
            "От этого зависит срок: {due}.\n\n"
            "Когда получится прислать? Если готова хотя бы часть или остался вопрос, напишите мне: "
            "начнём с того, что есть.\n\n"
            "{sender}, {agency}",
        ),
        "decider": Wording(
            "Проект «{project}» стоит: нужна ваша помощь",
            "Здравствуйте, {name}!\n\n"
            "Хочу, чтобы вы знали, как идёт ваш проект: «{project}» стоит уже {days}. С {since} ждём: {awaited}.\n\n"
            "От этого зависит срок: {due}.\n\n"
            "Помогите, пожалуйста, это получить — или решим вместе, как идти дальше без этого. "
            "Могу позвонить в удобное для вас время.\n\n"
            "{sender}, {agency}",
        ),
        "head": Wording(
            "Проект «{project}» стоит: чем мы можем помочь?",
            "Здравствуйте, {name}!\n\n"
            "Я отвечаю за ваши проекты в {agency}. «{project}» стоит уже {days}: с {since} ждём: {awaited}.\n\n"
            "От этого зависит срок: {due}.\n\n"
            "Хочу, чтобы на этой неделе работа пошла дальше. Что мешает у вас или у нас? "
            "Могу позвонить в удобное для вас время.\n\n"
            "{sender}, {agency}",
        ),
        "management": Wording(
            "{project}: коротко о том, чего ждём",
            "Здравствуйте, {name}! Это {sender}, {agency}.\n\n"
            "Звоню по проекту «{project}»: он стоит уже {days}. С {since} ждём: {awaited}.\n\n"
            "От этого зависит срок: {due}.\n\n"
            "Что мешает и чем мы можем помочь? К какому дню на это можно рассчитывать?",
        ),
    },
}

"""A push: whom a rung speaks to, and in which words."""

from datetime import timedelta

import pytest

from keepstep.domain.agency import wording
from keepstep.domain.agency.audience import Audience
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.agency.wording import DEFAULTS, FIELDS, UnknownField
from keepstep.domain.clients import contact
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery import ball, milestone
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.talk.touchpoint import Touchpoint
from keepstep.round import push
from tests.cast import House


def thrown(house: House, **facts: object) -> Ball:
    known = {"side": "client", "contact": house.tom, **facts}
    return ball.throw(house.project, awaited="photos", by=None, at=house.at - timedelta(days=3), **known)  # type: ignore[arg-type]


def facts(house: House, held: Ball | None) -> push.Facts:
    return push.Facts(
        project=house.project, ball=held, days=3, sender=house.vera, milestone=None,
        time=house.northwind.working_time(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "who"),
    [("holder", "Tom"), ("producer", "Tom"), ("team", "Ines"), ("decider", "Ines"), ("head", "Ines"),
     ("management", "Ines")],
)  # fmt: skip
def test_each_rung_speaks_to_somebody_else(house: House, audience: str, who: str) -> None:
    chosen = push.whom(thrown(house), list(Contact.objects.present()), audience=audience)
    assert str(chosen) == who


def test_their_team_is_another_project_person_before_the_decision_maker(house: House) -> None:
    contact.introduce(house.northwind, name="Uma", email="uma@northwind.test")
    assert str(push.whom(thrown(house), list(Contact.objects.present()), audience="team")) == "Uma"


def test_who_cannot_be_reached_comes_last(house: House) -> None:
    contact.introduce(house.northwind, name="Ada")
    assert str(push.whom(thrown(house, contact=None), list(Contact.objects.present()), audience="holder")) == "Tom"


def test_a_rung_goes_its_own_way_and_whoever_has_a_telephone_alone_is_telephoned(house: House) -> None:
    ada = contact.introduce(house.northwind, name="Ada", phone="+4930654321")
    ways = [
        push.how(Rung(audience="holder"), house.tom),
        push.how(Rung(audience="holder"), ada),
        push.how(Rung(audience="team"), house.tom),
        push.how(Rung(audience="team", channel="email"), house.tom),
        push.how(Rung(audience="holder", channel="meeting"), ada),
        push.how(Rung(audience="management"), house.ines),
    ]
    assert ways == ["email", "call", "message", "email", "meeting", "call"]


def test_a_third_party_is_nobody_at_the_client(house: House) -> None:
    held = thrown(house, side="third", contact=None, third_party="The bank")
    assert push.whom(held, list(Contact.objects.present()), audience="holder") is None
    assert push.words(facts(house, held), rung=Rung(audience="holder"), contact=None).body.startswith(
        "Hello, The bank!"
    )


def test_the_words_say_what_is_awaited_since_when_and_what_it_holds_up(house: House) -> None:
    held = thrown(house)
    promised = milestone.promise(house.project, title="Launch", due=house.day + timedelta(days=18))
    known = push.Facts(**{**vars(facts(house, held)), "milestone": promised})
    assert push.words(known, rung=Rung(audience="decider"), contact=house.ines) == (
        "New site stands still: we need your help",
        "Hello, Ines!\n\nYou should know how your project stands: for 3 working days “New site” has not moved. "
        "Since 27 February we have been waiting for photos.\n\nIt holds up “Launch” (20 March).\n\n"
        "Please help us get it, or let us decide together to go on without it. "
        "I will gladly call at a time that suits you.\n\nVera, Lighthouse",
    )


def test_the_words_are_in_the_contacts_language(house: House) -> None:
    inna = contact.introduce(house.northwind, name="Инна Фальк", email="i@northwind.test", language="ru")
    subject, body = push.words(facts(house, thrown(house)), rung=Rung(audience="decider"), contact=inna)
    assert subject == "Проект «New site» стоит: нужна ваша помощь"
    assert body.startswith(
        "Здравствуйте, Инна!\n\nХочу, чтобы вы знали, как идёт ваш проект: «New site» стоит уже 3 рабочих дня. "
        "С 27 февраля ждём: photos."
    )


def test_the_agencys_own_words_come_before_the_default_ones(house: House) -> None:
    rung = Rung(audience="holder", words={"en": {"subject": "", "body": "Dear {name}, {awaited}?"}})
    assert push.words(facts(house, thrown(house)), rung=rung, contact=house.tom) == (
        "New site: photos", "Dear Tom, photos?",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("audience", Audience.values)
def test_every_default_is_there_in_both_languages_with_known_fields_only(audience: str, language: str) -> None:
    for text in DEFAULTS[language][audience]:
        wording.check(text)
        assert wording.FIELD.findall(wording.fill(text, dict.fromkeys(FIELDS, "x"))) == []


@pytest.mark.parametrize("template", ["{nmae}", "{0}", "{name", "{}", "{name.x}"])
def test_an_unknown_field_is_refused(template: str) -> None:
    with pytest.raises(UnknownField):
        wording.check(template)


def test_a_call_is_a_notice_and_a_word_the_client_has_heard(house: House) -> None:
    held = thrown(house)
    push.give(held, way="call", by=house.oleg, at=house.at, rung=4, contact=house.ines, outcome="By Friday")
    push.give(held, way="email", by=house.vera, at=house.at, contact=house.tom)
    assert list(Notice.objects.order_by("how").values_list("how", "contact__name", "outcome")) == [
        ("call", "Ines", "By Friday"), ("email", "Tom", ""),
    ]  # fmt: skip
    assert list(Touchpoint.objects.values_list("form", "contact__name", "summary")) == [("call", "Ines", "By Friday")]

"""A brief by link: nothing of what is written gets lost, whatever else is wrong; and it shows nothing but itself."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from keepstep.domain.agency import brand
from keepstep.domain.sales import brief, brief_answer, questionnaire
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.questionnaire import Question
from keepstep.intake.brief import parts
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun


@pytest.fixture
def one(house: House) -> Brief:
    cache.clear()
    return brief.put(begun(house), questionnaire.offered(house.agency)[0], by=house.vera, at=house.at)


def link(one: Brief) -> str:
    return f"/brief/{brief.make_link(one, at=timezone.now())}/"


def answers(asked: list[dict[str, Any]]) -> dict[str, str]:
    return {
        one["key"]: {"yes_no": "yes", "choice": (one["options"] or [""])[0]}.get(one["kind"], "Cakes") for one in asked
    }


def test_part_by_part_it_is_filled_in_and_handed_in(one: Brief) -> None:
    where, client = link(one), Client()
    ways = [client.post(f"{where}?part={number}", answers(part)) for number, part in enumerate(parts(one.questions), 1)]
    assert [(way.status_code, way["Location"]) for way in ways] == [(302, f"{where}?part=2"), (302, where)]
    assert Evidence.objects.get().source == f"brief:{one.pk}"
    page = client.get(where).content.decode()
    assert ("Thank you" in page, "Cakes" in page, "<form" in page) == (True, True, False)


def test_what_is_good_is_kept_when_something_is_missing(one: Brief) -> None:
    first = parts(one.questions)[0]
    given = answers(first) | {first[0]["key"]: ""}
    answer = Client().post(f"{link(one)}?part=1", given)
    assert answer.status_code == 422
    assert "We need this answer." in answer.content.decode()
    assert brief_answer.said_in(one) == {key: words for key, words in given.items() if words}


def test_whoever_went_past_a_part_is_led_back_to_what_is_missing(one: Brief) -> None:
    where, last = link(one), parts(one.questions)[1]
    answer = Client().post(f"{where}?part=2", answers(last))
    assert (answer.status_code, answer["Location"]) == (302, f"{where}?part=1&missing=1")
    page = Client().get(f"{where}?part=1&missing=1")
    assert (page.status_code, page.content.decode().count("We need this answer.")) == (200, 2)
    assert brief_answer.said_in(one) == answers(last)


def test_a_choice_that_is_not_offered_is_refused(one: Brief) -> None:
    asked = next(one for one in parts(one.questions)[1] if one["kind"] == "choice")
    answer = Client().post(f"{link(one)}?part=2", {asked["key"]: "Yesterday"})
    assert (answer.status_code, brief_answer.said_in(one)) == (422, {})


def test_it_has_the_agencys_face_and_the_briefs_language(house: House, one: Brief) -> None:
    brand.dress(colour="#7a1f5b", by=house.oleg, at=house.at)
    Brief.objects.update(language="ru")
    answer = Client(headers={"Accept-Language": "en"}).get(link(one))
    page = answer.content.decode()
    assert (answer.headers["Content-Language"], "Lighthouse" in page, "Часть 1 из 2" in page) == ("ru", True, True)
    assert "/brand/" in page
    assert [name for name in ("Vera", "Oleg", "New shop", "/deals/") if name in page] == []


def test_an_unknown_and_an_ended_link_are_answered_alike(house: House, one: Brief) -> None:
    ended = link(one)
    brief.end(one, at=house.at)
    found = [Client().get(where) for where in ("/brief/guess/", ended)]
    assert [answer.status_code for answer in found] == [410, 410]
    assert len({answer.content for answer in found}) == 1


def test_whoever_sends_too_often_is_slowed_down_and_loses_no_words(one: Brief) -> None:
    where, client = link(one), Client()
    first = answers(parts(one.questions)[0])
    said = [client.post(f"{where}?part=1", first).status_code for _time in range(31)]
    assert said == [302] * 30 + [429]
    assert "Cakes" in client.post(f"{where}?part=1", first).content.decode()


@pytest.mark.parametrize("part", ["0", "99", "x", "-1", "²", "99999999"])
def test_a_part_that_is_none_is_the_nearest_there_is(one: Brief, part: str) -> None:
    assert Client().get(f"{link(one)}?part={part}").status_code == 200


def test_a_question_with_options_of_its_own_is_a_line_of_choices(house: House, one: Brief) -> None:
    known = Question.objects.filter(kind="choice").get()
    page = Client().get(f"{link(one)}?part=2").content.decode()
    assert [option for option in known.options if option not in page] == []

"""Briefs as the agency sees them: made from a deal, sent by a link that is shown once, filled in by telephone."""

import re
from collections.abc import Callable

from django.test import Client

from keepstep.domain.agency.person import Person
from keepstep.domain.sales import brief, brief_answer, questionnaire
from keepstep.domain.sales.brief import Brief
from keepstep.domain.sales.questionnaire import Question
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun
from tests.keepstep.domain.sales.test_brief import needed

ClientOf = Callable[[Person], Client]


def asked(house: House) -> Brief:
    made = begun(house, email="ada@bakery.test")
    return brief.put(made, questionnaire.offered(house.agency)[0], by=house.vera, at=house.at)


def test_a_brief_is_made_from_the_deal_and_its_link_opens(house: House, client_of: ClientOf) -> None:
    deal, oleg = begun(house, email="ada@bakery.test"), client_of(house.oleg)
    chosen = questionnaire.offered(house.agency)[0]
    answer = oleg.post(f"/deals/{deal.pk}/briefs/", {"questionnaire": str(chosen.pk)})
    made = Brief.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/briefs/{made.pk}/")
    page = oleg.post(f"/briefs/{made.pk}/link/").content.decode()
    [path] = re.findall(r'id="brief-link">https?://[^/]+(/brief/[^<]+)<', page)
    assert Client().get(path).status_code == 200
    assert made.title in oleg.get(f"/deals/{deal.pk}/").content.decode()


def test_by_telephone_it_is_filled_in_at_once(house: House, client_of: ClientOf) -> None:
    one, oleg = asked(house), client_of(house.oleg)
    first, *rest = needed(one).items()
    answer = oleg.post(f"/briefs/{one.pk}/answers/", dict(rest))
    assert (answer.status_code, brief_answer.said_in(one)) == (422, dict(rest))
    oleg.post(f"/briefs/{one.pk}/answers/", dict([first, *rest]))
    one.refresh_from_db()
    assert one.answered_by == house.oleg
    assert "answered" in oleg.get(f"/briefs/{one.pk}/").content.decode()


def test_a_brief_of_anothers_deal_does_not_exist(house: House, client_of: ClientOf) -> None:
    one = asked(house)
    nina = join("Nina")
    assert client_of(nina).get(f"/briefs/{one.pk}/").status_code == 404


def test_a_choice_needs_two_options(house: House, client_of: ClientOf) -> None:
    known, oleg = questionnaire.offered(house.agency)[0], client_of(house.oleg)
    where = f"/settings/questionnaires/{known.pk}/questions/"
    one_too_few = {"words": "Which?", "kind": "choice", "options": "Red\n\nRed"}
    assert oleg.post(where, one_too_few).status_code == 422
    assert oleg.post(where, {**one_too_few, "options": "Red\n Blue "}).status_code == 302
    made = Question.objects.filter(questionnaire=known).last()
    assert made and (made.words, made.options, made.kind) == ("Which?", ["Red", "Blue"], "choice")

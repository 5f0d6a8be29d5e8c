"""A brief: asked as it stood that day, answered part by part, and evidence once all that is needed is said."""

from datetime import timedelta

import pytest

from keepstep.domain.agency.notification import Notification
from keepstep.domain.sales import brief, brief_answer, gate, questionnaire
from keepstep.domain.sales.brief import LINK_LIFE, Brief, NothingAsked
from keepstep.domain.sales.brief_answer import AnsweredAlready, BriefAnswer, StillOpen
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate
from keepstep.domain.sales.questionnaire import Question
from keepstep.round.telling import told
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun, stages


def asked(house: House) -> Brief:
    return brief.put(
        begun(house, company="Bakery"), questionnaire.offered(house.agency)[0], by=house.vera, at=house.at
    )  # fmt: skip


def needed(one: Brief) -> dict[str, str]:
    """An answer to each question that must be answered."""
    return {
        question["key"]: (question["options"] or ["Cakes"])[0]
        for question in one.questions
        if question["is_required"]
    }  # fmt: skip


def test_all_that_is_needed_is_the_evidence_of_the_first_gate(house: House) -> None:
    one = asked(house)
    brief_answer.answer(one, needed(one), by=None, at=house.at)
    made = brief_answer.hand_in(one, by=None, at=house.at)
    assert (made.gate, made.source, made.note) == (Gate.CLARIFIED, f"brief:{one.pk}", "Brief")
    assert gate.pass_to(one.deal, stages(house)[Gate.CLARIFIED], by=house.vera, at=house.at)


def test_what_is_missing_is_said_by_question(house: House) -> None:
    one = asked(house)
    first, *rest = needed(one)
    brief_answer.answer(one, {first: "Cakes"}, by=None, at=house.at)
    with pytest.raises(StillOpen) as why:
        brief_answer.hand_in(one, by=None, at=house.at)
    assert why.value.missing == rest
    assert list(Evidence.objects.all()) == []


def test_an_answer_said_anew_keeps_the_former_one(house: House) -> None:
    one = asked(house)
    key = one.questions[0]["key"]
    for words in ("Cakes", "Cakes", "Bread", ""):
        brief_answer.answer(one, {key: words, "unknown": "x"}, by=None, at=house.at)
    assert list(BriefAnswer.objects.values_list("words", flat=True)) == ["Cakes", "Bread", ""]
    assert brief_answer.said_in(one) == {key: ""}


def test_the_salesperson_is_told_once_of_a_client_and_not_of_oneself(house: House) -> None:
    for by in (None, house.vera):
        one = asked(house)
        brief_answer.answer(one, needed(one), by=by, at=house.at)
        brief_answer.hand_in(one, by=by, at=house.at)
    [note] = Notification.objects.filter(kind="brief")
    assert (note.person, told(note).title, told(note).about) == (
        house.vera, "Bakery has answered the brief", "New shop",
    )  # fmt: skip


def test_open_again_it_is_no_evidence_and_the_deal_falls_back(house: House) -> None:
    one = asked(house)
    brief_answer.answer(one, needed(one), by=None, at=house.at)
    brief_answer.hand_in(one, by=None, at=house.at)
    gate.pass_to(one.deal, stages(house)[Gate.CLARIFIED], by=house.vera, at=house.at)
    assert [brief_answer.reopen(one, by=house.vera, at=house.at) for _time in range(2)] == [True, False]
    one.deal.refresh_from_db()
    assert (list(Evidence.objects.standing()), one.deal.stage.gate) == ([], Gate.NEW)
    brief_answer.hand_in(one, by=house.vera, at=house.at)
    assert Evidence.objects.standing().count() == 1


def test_an_answered_brief_takes_no_more_words(house: House) -> None:
    one = asked(house)
    brief_answer.answer(one, needed(one), by=None, at=house.at)
    brief_answer.hand_in(one, by=None, at=house.at)
    with pytest.raises(AnsweredAlready):
        brief_answer.answer(one, needed(one), by=None, at=house.at)
    with pytest.raises(AnsweredAlready):
        brief_answer.hand_in(one, by=None, at=house.at)
    assert brief.end(one, at=house.at) is False


def test_a_questionnaire_that_changes_leaves_briefs_as_they_were(house: House) -> None:
    one = asked(house)
    was = [question["words"] for question in one.questions]
    known = Question.objects.all()[0]
    questionnaire.reword(known, words="What is new?")
    questionnaire.drop(Question.objects.all()[1], at=house.at)
    one.refresh_from_db()
    assert [question["words"] for question in one.questions] == was
    assert asked(house).questions[0]["words"] == "What is new?"
    assert len(asked(house).questions) == len(was) - 1


def test_questions_are_put_in_order(house: House) -> None:
    first, second = questionnaire.offered(house.agency)[0].questions.all()[:2]
    assert (questionnaire.move_up(second), questionnaire.move_up(Question.objects.get(pk=second.pk))) == (True, False)
    assert list(Question.objects.all()[:2]) == [second, first]


def test_a_questionnaire_without_questions_is_not_put(house: House) -> None:
    empty = questionnaire.add(name="Search", language="en")
    with pytest.raises(NothingAsked):
        brief.put(begun(house), empty, by=house.vera, at=house.at)


def test_a_link_opens_until_it_expires_is_ended_or_made_anew(house: House) -> None:
    one = asked(house)
    token = brief.make_link(one, at=house.at)
    assert Brief.objects.filter(token_hash=token).count() == 0
    assert brief.find(token, at=house.at + LINK_LIFE - timedelta(seconds=1)) == one
    assert brief.find(token, at=house.at + LINK_LIFE) is None
    newer = brief.make_link(one, at=house.at)
    assert [brief.find(known, at=house.at) for known in (token, newer, "")] == [None, one, None]
    brief.end(one, at=house.at)
    assert brief.find(newer, at=house.at) is None
    brief.ask_again(one)
    assert brief.find(newer, at=house.at) == one

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from keepstep.domain.delivery.step import Kind
from keepstep.intake import webhook as sender
from keepstep.intake.fact import Fact, OddPayload

STEP = {"id": "newsletter-3", "title": "The newsletter  went out"}


def test_a_step_needs_an_id_and_a_title() -> None:
    assert sender.facts("step", STEP) == [Fact("The newsletter went out", Kind.OTHER, "webhook::newsletter-3")]


def test_a_step_may_say_more() -> None:
    payload = {
        **STEP,
        "at": "2026-03-02T09:00:00+01:00",
        "kind": "launch",
        "author": "Pavel",
        "url": "https://northwind.test/march",
        "source": "mailer",
    }
    assert sender.facts("step", payload) == [
        Fact(
            "The newsletter went out",
            Kind.LAUNCH,
            "webhook:mailer:newsletter-3",
            datetime(2026, 3, 2, 8, tzinfo=UTC),
            "Pavel",
            "https://northwind.test/march",
        )
    ]


def test_an_address_that_could_do_harm_is_left_out() -> None:
    assert [fact.url for fact in sender.facts("step", {**STEP, "url": "javascript:alert(1)"})] == [""]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": ""}, "“id” is missing or is not what it should be."),
        ({"id": None}, "“id” is missing or is not what it should be."),
        ({"id": True}, "“id” is missing or is not what it should be."),
        ({"id": "x" * 101}, "“id” is missing or is not what it should be."),
        ({"title": ["x"]}, "“title” is missing or is not what it should be."),
        ({"title": "x" * 301}, "“title” is missing or is not what it should be."),
        ({"at": "tomorrow"}, "“at” is not a moment like 2026-03-02T09:00:00+01:00."),
        ({"at": "2026-02-30T09:00:00Z"}, "“at” is not a moment like 2026-03-02T09:00:00+01:00."),
        ({"at": "0001-01-01T00:00:00+14:00"}, "“at” is not a moment like 2026-03-02T09:00:00+01:00."),
        ({"at": 5}, "“at” is not a moment like 2026-03-02T09:00:00+01:00."),
        (
            {"kind": "party"},
            "There is no kind “party”; there are task, milestone, merge, issue, release, deployment, launch, result, other.",  # noqa: E501
        ),
    ],
)
def test_an_odd_step_says_what_is_odd(change: dict[str, Any], words: str) -> None:
    with pytest.raises(OddPayload) as odd, translation.override("en"):
        sender.facts("step", {**STEP, **change})
    assert str(odd.value) == words

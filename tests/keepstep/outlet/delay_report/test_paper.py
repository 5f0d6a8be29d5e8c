import re
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from keepstep.domain.delivery import ball, delay_report, due_move, milestone, notice, pause, project, step
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.project import Project
from keepstep.outlet.delay_report import paper
from keepstep.outlet.delay_report.paper import Paper
from tests.cast import House
from tests.hundred_days import hundred_days

FAULT = re.compile(r"\b(fault|blame|guilt)|\b(вин[аеуоы]|виноват)", re.IGNORECASE)


def in_english(house: House, asked_every: int | None) -> Paper:
    one = hundred_days(house, client="Alder Law", asked_every=asked_every, until=house.at)
    with translation.override("en"):
        return paper.of(one, at=house.at)


@pytest.mark.parametrize(
    ("asked_every", "exposure", "total"),
    [
        (None, "100\N{NO-BREAK SPACE}%", "(10 + 0 + 90) ÷ 100 = 100\N{NO-BREAK SPACE}%"),
        (90, "95\N{NO-BREAK SPACE}%", "(10 + 0 + 85) ÷ 100 = 95\N{NO-BREAK SPACE}%"),
        (10, "55\N{NO-BREAK SPACE}%", "(10 + 0 + 45) ÷ 100 = 55\N{NO-BREAK SPACE}%"),
        (5, "10\N{NO-BREAK SPACE}%", "(10 + 0 + 0) ÷ 100 = 10\N{NO-BREAK SPACE}%"),
    ],
)
def test_ten_days_ours_and_ninety_theirs(house: House, asked_every: int | None, exposure: str, total: str) -> None:
    made = in_english(house, asked_every)
    assert (made.exposure, made.sum) == (exposure, total)


def test_the_table_has_ours_first_and_its_parts_add_up(house: House) -> None:
    made = in_english(house, 10)
    assert [(line.name, line.days, line.exposed) for line in made.classes] == [
        ("Waiting for us (Lighthouse)", 10, "10"),
        ("Waiting for the client (Alder Law)", 90, "45"),
        ("with a reminder", 45, "–"),
        ("without a reminder", 45, "45"),
    ]
    assert made.total and (made.total.days, made.total.exposed) == (100, "55")
    assert sum(len(month.squares) for month in made.months) == 100


def test_each_stall_stands_with_its_pushes_and_what_they_came_to(house: House) -> None:
    made = in_english(house, 10)
    assert [(stall.length, stall.whose) for stall in made.stalls] == [
        ("3 working days", [("ours", "waited for us 3 d")]),
        (
            "93 working days",
            [("ours", "waited for us 3 d"), ("theirs", "waited for the client 90 d (45 with a reminder)")],
        ),
    ]
    pushes = made.stalls[1].pushes
    assert made.stalls[0].pushes == []
    assert len(pushes) == 9
    assert (pushes[0].how, pushes[0].subject) == (
        "by e-mail · to Greta Holm · rung 1 · Vera",
        "The photos of the goods",
    )
    assert (pushes[3].how, pushes[3].outcome) == ("by telephone · to Greta Holm · rung 4 · Oleg", "Photos by Thursday")


def test_days_in_a_row_on_which_the_update_reminded_are_a_line(house: House) -> None:
    held = ball.throw(house.project, side="client", awaited="texts", contact=house.ines, by=None,
                      at=house.at - timedelta(days=12))  # fmt: skip
    for days in (7, 6, 5, 4, 3):
        notice.give(
            held, how="call" if days == 4 else "update", by=house.vera, at=house.at - timedelta(days=days),
            contact=house.ines,
        )  # fmt: skip
    with translation.override("en"):
        stall = paper.of(house.project, at=house.at).stalls[-1]
    assert [(push.day, push.how) for push in stall.pushes] == [
        ("23 Feb", "in 3 daily updates until 25 Feb · to Ines · Vera"),
        ("26 Feb", "by telephone · to Ines · Vera"),
        ("27 Feb", "in the daily update · to Ines · Vera"),
    ]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_never_speaks_of_fault(house: House, language: str) -> None:
    one = hundred_days(house, client="Alder Law", asked_every=10, until=house.at)
    with translation.override(language):
        assert FAULT.findall(str(asdict(paper.of(one, at=house.at)))) == []


def test_of_our_people_it_names_only_those_who_wrote_to_the_client(house: House) -> None:
    ours = ball.throw(
        house.project,
        side=Side.US,
        awaited="texts",
        person=house.pavel,
        by=house.vera,
        at=house.at - timedelta(days=20),
    )
    notice.give(
        ours, how="message", by=house.oleg, at=house.at - timedelta(days=5), rung=2, words="Pavel, please!",
        outcome="Soon",
    )  # fmt: skip
    with translation.override("en"):
        said = str(asdict(paper.of(house.project, at=house.at)))
    assert [name for name in ("Pavel", "Oleg", "please", "Soon") if name in said] == []
    assert "by message · Lighthouse · rung 2" in said


def test_silence_is_only_said_of_days_that_waited_for_others(house: House) -> None:
    made = in_english(house, None)
    assert [(stall.was_silent, stall.pushes) for stall in made.stalls] == [(False, []), (True, [])]


def test_pauses_by_agreement_and_dates_that_moved_stand_with_their_reasons(house: House) -> None:
    pause.agree(
        house.northwind, since=house.at - timedelta(days=14), until=house.at - timedelta(days=10), agreed_with="Ines",
        reason="stocktaking", by=house.vera, at=house.at - timedelta(days=15),
    )  # fmt: skip
    pause.agree(
        house.northwind, project=house.project, since=house.at - timedelta(days=2), agreed_with="Tom", by=None,
        at=house.at,
    )  # fmt: skip
    launch = milestone.promise(house.project, title="Launch", due=date(2026, 3, 13))
    milestone.move(launch, to=date(2026, 3, 20), by=house.vera, at=house.at, reason="photos are late")
    milestone.move(launch, to=date(2026, 3, 18), by=house.vera, at=house.at + timedelta(minutes=1), reason="")
    with translation.override("en"):
        made = paper.of(house.project, at=house.at + timedelta(hours=1))
    assert [(line.title, line.length, line.reason) for line in (*made.pauses, *made.moves)] == [
        ("From 16 Feb 2026, resumed on 20 Feb 2026", "agreed with Ines", "stocktaking"),
        ("Since 28 Feb 2026, still", "agreed with Tom", ""),
        ("Launch: 13 Mar 2026 → 20 Mar 2026", "5 working days later", "photos are late"),
        ("Launch: 20 Mar 2026 → 18 Mar 2026", "2 working days earlier", ""),
    ]


def test_dates_of_balls_that_moved_stand_among_those_of_milestones(house: House) -> None:
    launch = milestone.promise(house.project, title="Launch", due=date(2026, 3, 13))
    photos = ball.throw(
        house.project, side=Side.CLIENT, contact=house.ines, awaited="cake photos", due=date(2026, 3, 4), by=house.vera,
        at=house.at,
    )  # fmt: skip
    texts = ball.throw(
        house.project, side=Side.US, person=house.pavel, awaited="texts", due=date(2026, 3, 6), by=house.vera,
        at=house.at,
    )  # fmt: skip
    prices = ball.throw(house.project, side=Side.CLIENT, awaited="prices", by=house.vera, at=house.at)
    due_move.move(photos, to=date(2026, 3, 9), by=house.vera, at=house.at, reason="the photographer is ill")
    milestone.move(launch, to=date(2026, 3, 20), by=house.vera, at=house.at + timedelta(minutes=1), reason="photos")
    due_move.move(texts, to=date(2026, 3, 5), by=house.vera, at=house.at + timedelta(minutes=2), reason="Pavel!")
    due_move.move(prices, to=date(2026, 3, 5), by=house.vera, at=house.at, reason="its first date")
    due_move.move(photos, to=date(2026, 3, 5), by=house.vera, at=house.at + timedelta(days=1), reason="not yet")
    with translation.override("en"):
        made = paper.of(house.project, at=house.at + timedelta(hours=1))
    assert [(line.title, line.length, line.reason) for line in made.moves] == [
        ("cake photos (Ines): 4 Mar 2026 → 9 Mar 2026", "3 working days later", "the photographer is ill"),
        ("Launch: 13 Mar 2026 → 20 Mar 2026", "5 working days later", "photos"),
        ("texts (Lighthouse): 6 Mar 2026 → 5 Mar 2026", "1 working day earlier", ""),
    ]


def test_the_newest_comment_counts_and_an_empty_one_takes_it_back(house: House) -> None:
    delay_report.comment(house.project, words="We asked in time.", by=house.vera, at=house.at - timedelta(hours=2))
    assert paper.of(house.project, at=house.at).note == "We asked in time."
    delay_report.comment(house.project, words="", by=house.vera, at=house.at - timedelta(hours=1))
    assert paper.of(house.project, at=house.at).note == ""


def test_a_project_of_this_morning_has_no_figures_yet(house: House) -> None:
    one = project.start(house.northwind, name="Ads", at=house.at + timedelta(hours=12))
    made = paper.of(one, at=house.at + timedelta(hours=13))
    assert (made.exposure, made.classes, made.months, made.stalls) == ("", [], [], [])


def test_a_longer_past_costs_no_more_queries(house: House) -> None:
    short = project.start(house.northwind, name="Ads", at=house.at - timedelta(days=3))
    held = ball.throw(short, side=Side.CLIENT, awaited="photos", by=None, at=house.at - timedelta(days=3))
    notice.give(held, how="call", by=house.vera, at=house.at - timedelta(days=3))
    step.record(short, title="Sketch", at=house.at - timedelta(days=2))
    long = hundred_days(house, client="Alder Law", asked_every=5, until=house.at)
    asked = []
    for one in Project.objects.filter(pk__in=[short.pk, long.pk]):
        with CaptureQueriesContext(connection) as queries:
            paper.of(one, at=house.at)
        asked.append(len(queries))
    assert len(set(asked)) == 1

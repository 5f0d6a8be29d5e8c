"""The ladder's page: rungs come, go and move without scripts; faults are said at their field."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from keepstep.domain.agency import ladder, wording
from keepstep.domain.agency.ladder import Ladder, Plan
from keepstep.domain.agency.person import Person
from keepstep.domain.delivery import ball, project
from keepstep.domain.delivery.ball import Side
from keepstep.web.settings import ladder_form
from tests.cast import House, welcome
from tests.queries import queries_of

In = Callable[[Person], Client]
Rungs = list[tuple[int, str, str, int | None]]


def sent(*rungs: tuple[int, str, str], **more: str) -> dict[str, str]:
    """What a browser would post for these rungs."""
    facts = {"count": str(len(rungs))}
    for place, (day, audience, channel) in enumerate(rungs):
        facts |= {f"{place}-after_days": str(day), f"{place}-audience": audience, f"{place}-channel": channel}
    return facts | more


def newest() -> Rungs:
    known = ladder.with_rungs()[0]
    return [(one.after_days, one.audience, str(one.way), one.repeat_every) for one in known.rungs.all()]


def shown(page: bytes) -> Rungs:
    """The rungs as they stand in the page's fields."""

    text = page.decode()
    found: Rungs = []
    for place in range(int(re.findall(r'name="count" value="(\d+)"', text)[0])):
        day = re.findall(rf'name="{place}-after_days" value="(\d+)"', text)
        chosen = [
            re.findall(rf'name="{place}-{name}".*?<option value="(\w+)" selected', text, re.DOTALL)[0]
            for name in ("audience", "channel")
        ]
        again = re.findall(rf'name="{place}-repeat_every" value="(\d+)"', text)
        found.append((int(day[0]), chosen[0], chosen[1], int(again[0]) if again else None))
    return found


def test_the_ladder_in_force_stands_in_the_form(house: House, client_of: In) -> None:
    assert shown(client_of(house.oleg).get("/settings/ladder/").content) == newest()


def test_a_ladder_is_saved_with_words_of_ones_own(house: House, client_of: In) -> None:
    usual = wording.default("holder", "en")
    facts = sent((1, "holder", "message"), (4, "management", "call"), **{
        "1-repeat_every": "7", "0-subject_en": usual.subject, "0-body_ru": "Привет, {name}!\r\n\r\n{awaited}?",
    })  # fmt: skip
    assert client_of(house.oleg).post("/settings/ladder/", facts).status_code == 302
    known = ladder.with_rungs()[0]
    assert newest() == [(1, "holder", "message", None), (4, "management", "call", 7)]
    assert [one.words for one in known.rungs.all()] == [{"ru": {"body": "Привет, {name}!\n\n{awaited}?"}}, {}]
    assert (known.by, known.since) == (house.oleg, house.northwind.local_day(timezone.now()) + timedelta(days=1))


def test_what_stands_so_already_makes_no_other_ladder(house: House, client_of: In) -> None:
    facts = sent((1, "holder", "email"), (2, "team", "message"), (3, "decider", "email"), (5, "management", "call"))
    client_of(house.oleg).post("/settings/ladder/", facts | {"3-repeat_every": "5"})
    assert Ladder.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "rungs"),
    [
        ("add", [(1, "holder", "email", None), (3, "team", "call", None), (5, "holder", "email", 4)]),
        ("remove-0", [(3, "team", "call", 4)]),
        ("remove-1", [(1, "holder", "email", 4)]),
        ("up-1", [(1, "team", "call", None), (3, "holder", "email", 4)]),
        ("down-0", [(1, "team", "call", None), (3, "holder", "email", 4)]),
        ("up-0", [(1, "holder", "email", None), (3, "team", "call", 4)]),
        ("down-9", [(1, "holder", "email", None), (3, "team", "call", 4)]),
        ("look", [(1, "holder", "email", None), (3, "team", "call", 4)]),
    ],
)
def test_rungs_come_go_and_move_before_anything_is_saved(house: House, client_of: In, act: str, rungs: Rungs) -> None:
    facts = sent((1, "holder", "email"), (3, "team", "call"), act=act, **{"1-repeat_every": "4"})
    page = client_of(house.oleg).post("/settings/ladder/", facts)
    assert (page.status_code, shown(page.content), Ladder.objects.count()) == (200, rungs, 1)


@pytest.mark.parametrize(
    ("facts", "place", "field"),
    [
        (sent((1, "holder", "email"), (1, "team", "call")), 1, "after_days"),
        (sent((0, "holder", "email")), 0, "after_days"),
        (sent((1, "everybody", "email")), 0, "audience"),
        (sent((1, "management", "email")), 0, "channel"),
        (sent((1, "holder", "email"), **{"0-repeat_every": "x"}), 0, "repeat_every"),
        (sent((1, "holder", "email"), **{"0-body_en": "Dear {nmae}"}), 0, "body_en"),
        (sent((1, "holder", "email"), **{"0-subject_ru": "x" * 201}), 0, "subject_ru"),
    ],
)
def test_a_fault_is_said_at_its_rung_and_field(
    house: House, client_of: In, facts: dict[str, str], place: int, field: str
) -> None:
    page = client_of(house.oleg).post("/settings/ladder/", facts)
    assert page.status_code == 422
    assert f'id="id_{place}-{field}_error"' in page.content.decode()
    assert page.content.decode().count("field-fault") == 1
    assert Ladder.objects.count() == 1


@pytest.mark.parametrize("facts", [{}, {"count": "-1"}, {"count": "99999"}, {"act": "up-x"}, {"act": "preview-7"}])
def test_whatever_is_posted_is_answered(house: House, client_of: In, facts: dict[str, str]) -> None:
    assert client_of(house.oleg).post("/settings/ladder/", facts).status_code in {200, 422}
    assert Ladder.objects.count() == 1


def test_the_preview_says_what_a_push_of_this_case_would_say(house: House, client_of: In) -> None:
    at = timezone.now() - timedelta(days=40)
    other = project.start(house.northwind, name="Shop", producer=house.pavel, at=at)
    ball.throw(other, side=Side.CLIENT, awaited="the price list", contact=house.tom, by=house.vera, at=at)
    facts = sent(
        (1, "holder", "email"), act="preview-0", project=str(other.pk), **{"0-subject_en": "{awaited}, {name}"}
    )
    page = client_of(house.oleg).post("/settings/ladder/", facts).content.decode()
    assert "<strong>the price list, Tom</strong>" in page
    assert "<strong>Shop: the price list</strong>" in page
    assert "Здравствуйте, Tom!" in page


def test_the_preview_is_of_a_ball_in_the_air_where_nothing_stalls_and_else_made_up(house: House, client_of: In) -> None:
    project.close(house.project, at=house.at)
    facts = sent((1, "decider", "email"), act="preview-0")
    client = client_of(house.oleg)
    assert "made up" in client.post("/settings/ladder/", facts).content.decode()
    now = timezone.now()
    fresh = project.start(house.northwind, name="Shop", producer=house.pavel, at=now)
    ball.throw(fresh, side=Side.CLIENT, awaited="the price list", contact=house.tom, by=house.vera, at=now)
    page = client.post("/settings/ladder/", facts).content.decode()
    assert "Northwind Bakery · Shop" in page
    assert "Hello, Ines!" in page


def test_the_page_counts_whom_a_rung_would_not_reach_and_opens_the_list(house: House, client_of: In) -> None:
    client = client_of(house.oleg)
    project.start(welcome("Alder", manager=house.vera), name="Site", at=house.at)
    page = client.post("/settings/ladder/", sent((1, "decider", "email"), act="look")).content.decode()
    assert "At 1 client this rung would find nobody" in page
    found = client.get("/settings/ladder/faults/?audience=decider&way=email").content.decode()
    assert ("Alder" in found, "Northwind" in found) == (True, False)
    none = client.get("/settings/ladder/faults/?audience=holder&way=meeting&after=zz~x").content.decode()
    assert "Alder" in none


def test_a_running_case_keeps_its_ladder_and_the_page_says_so(house: House, client_of: In) -> None:
    client = client_of(house.oleg)
    ladder.rewrite([Plan(after_days=2, audience="head")], today=timezone.now().date(), by=house.oleg)
    page = client.get("/settings/ladder/").content.decode()
    assert "1 running case keeps the earlier one it began with." in page
    first = ladder.with_rungs()[-1]
    past = client.get(f"/settings/ladder/{first.pk}/").content.decode()
    assert ("1 running case climbs it." in past, "their decision maker" in past) == (True, True)
    again = client.get(f"/settings/ladder/?from={first.pk}").content
    assert [day for day, *_rest in shown(again)] == [1, 2, 3, 5]


def test_the_page_costs_as_many_statements_for_three_rungs_as_for_twelve(house: House, client_of: In) -> None:
    client = client_of(house.oleg)
    few = queries_of(client, "/settings/ladder/")
    ladder.rewrite([Plan(after_days=n, audience="team") for n in range(1, ladder_form.MOST + 1)], today=house.day)
    assert queries_of(client, "/settings/ladder/") == few
    assert few <= 15

"""The page of stalls: which projects stand still, whose ball it is, who looks after them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency import calendar
from keepstep.domain.agency.person import Person
from keepstep.domain.agency.undo import UNDO_LIFE, TooLate
from keepstep.domain.clients import contact
from keepstep.domain.delivery import ball, passing, project, step, taking
from keepstep.domain.delivery.ball import Side
from keepstep.domain.delivery.taking import Taking
from tests.cast import House
from tests.queries import queries_of

In = Callable[[Person], Client]
STALLS = "/stalls/"


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    """Two days later: the project has stood still since Friday."""
    with patch("django.utils.timezone.now", return_value=house.at + timedelta(days=2)):
        yield


def test_a_stalled_project_says_who_is_awaited_and_what_comes_next(house: House, client_of: In) -> None:
    ball.throw(house.project, side="client", awaited="photos", contact=house.ines, by=None, at=house.at)
    page = client_of(house.vera).get(STALLS).content.decode()
    for words in ("New site", "2 working days", "Ines", "photos", "2 · their team", "5 March · their decision maker"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "is_there"),
    [("?q=new+nor", True), ("?q=other", False), ("?side=us", True), ("?side=client", False), ("?audience=team", True),
     ("?audience=holder", False), ("?taken=nobody", True), ("?taken=me", False), ("?side=moon&after=x~y", True)],
)  # fmt: skip
def test_the_list_is_narrowed(house: House, client_of: In, query: str, is_there: bool) -> None:
    page = client_of(house.vera).get(STALLS + query).content.decode()
    assert (reverse("project", args=[house.project.pk]) in page) is is_there


def test_a_case_is_taken_once(house: House, client_of: In) -> None:
    where = reverse("stall_take", args=[house.project.pk])
    client_of(house.vera).post(where)
    client_of(house.oleg).post(where)
    assert list(Taking.objects.values_list("person__name", "since")) == [("Vera", house.day + timedelta(days=1))]
    assert "taken after 8 h" in client_of(house.vera).get(f"{STALLS}?taken=me").content.decode()


def test_a_case_taken_by_a_slip_of_the_hand_is_given_back_at_once(house: House, client_of: In) -> None:
    vera = client_of(house.vera)
    vera.post(reverse("stall_take", args=[house.project.pk]))
    undo = reverse("stall_give_back", args=[Taking.objects.get().pk])
    assert client_of(house.oleg).post(undo).status_code == 404
    assert undo in vera.get(STALLS).content.decode()
    vera.post(undo)
    assert Taking.objects.count() == 0
    assert "nobody for 8 h" in vera.get(STALLS).content.decode()


def test_later_a_taken_case_stays_with_whoever_took_it(house: House) -> None:
    taken = taking.take(house.project, since=house.day, person=house.vera, at=house.at)
    with pytest.raises(TooLate):
        taking.give_back(taken, at=house.at + UNDO_LIFE)
    assert Taking.objects.get().person == house.vera


def test_what_moves_again_is_not_taken(house: House, client_of: In) -> None:
    step.record(house.project, title="Moved", at=house.at + timedelta(days=2))
    client_of(house.vera).post(reverse("stall_take", args=[house.project.pk]))
    assert Taking.objects.count() == 0


@pytest.mark.parametrize("many", [1, 3])
def test_more_rows_cost_no_more_queries(house: House, client_of: In, many: int) -> None:
    for number in range(many):
        project.start(house.northwind, name=f"Other {number}", at=house.at - timedelta(days=20))
    assert queries_of(client_of(house.oleg), STALLS) == 9


def test_a_next_rung_that_would_find_nobody_is_said_beforehand(house: House, client_of: In) -> None:
    ball.throw(house.project, side=Side.CLIENT, awaited="photos", contact=house.tom, by=None, at=house.at)
    client = client_of(house.oleg)
    assert "nobody to reach there" not in client.get(STALLS).content.decode()
    contact.amend(house.ines, email="")
    assert "nobody to reach there" in client.get(STALLS).content.decode()


def test_both_clocks_of_a_case_are_shown_in_hours_of_work(house: House, client_of: In) -> None:
    """It began on Tuesday; on Wednesday at nine a day of eight hours has passed, of the clients' six but six."""
    client = client_of(house.vera)
    assert page_words(client) == (True, True)
    short = {str(weekday): [["09:00", "15:00"]] for weekday in range(5)}
    own = calendar.add(name="Six hours")
    calendar.change(own, zone=own.zone, country=own.country, subdivision=own.subdivision, week=short)
    type(house.northwind).objects.filter(pk=house.northwind.pk).update(calendar=own)
    assert page_words(client) == (False, False)
    assert "nobody for 6 h" in client.get(STALLS).content.decode()


def test_a_pass_in_the_course_of_a_stall_starts_the_clock_of_movement_anew(house: House, client_of: In) -> None:
    held = ball.throw(house.project, side=Side.CLIENT, awaited="photos", by=None, at=house.at)
    passing.pass_to(held, side=Side.US, awaited="layout", by=None, at=house.at + timedelta(days=1, hours=5))
    here = client_of(house.vera)
    for page in (STALLS, reverse("project", args=[house.project.pk])):
        assert "moved 4 h ago" in here.get(page).content.decode()


def test_so_does_a_step_where_an_overdue_ball_is_the_cause(house: House, client_of: In) -> None:
    ball.throw(house.project, side=Side.CLIENT, awaited="photos", due=house.day, by=None, at=house.at)
    step.record(house.project, title="Layout", at=house.at + timedelta(days=1, hours=6))
    page = client_of(house.vera).get(STALLS).content.decode()
    assert ("2 working days" in page, "moved 3 h ago" in page) == (True, True)


def page_words(client: Client) -> tuple[bool, bool]:
    page = client.get(STALLS).content.decode()
    return "no move for 8 h" in page, "nobody for 8 h" in page

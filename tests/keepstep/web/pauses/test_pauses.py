"""A pause by agreement on the pages: agreed, shown, ended, and taken back."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.delivery import ball, pause, task
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.talk.due_day import DueDay
from keepstep.round import run
from keepstep.round.item import Item
from tests.cast import House

In = Callable[[Person], Client]
BERLIN = ZoneInfo("Europe/Berlin")
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        run.run(day=house.day, at=house.at)
        yield


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BERLIN)


def agreed(house: House, client_of: In, *, whole: bool = False, **said: str) -> int:
    where = reverse("pause_new", args=[house.northwind.pk]) + ("" if whole else f"?project={house.project.pk}")
    facts = {"since": "2026-03-02", "until": "2026-03-06", "contact": str(house.ines.pk)} | said
    return client_of(house.vera).post(where, facts).status_code


def project_page(house: House, client_of: In) -> str:
    return client_of(house.vera).get(reverse("project", args=[house.project.pk])).content.decode()


def test_a_project_rests_from_the_first_to_the_last_day(house: House, client_of: In) -> None:
    assert agreed(house, client_of, reason="Spring sale") == 302
    kept = Pause.objects.get()
    assert (kept.project, kept.agreed_with, kept.reason, kept.by) == (house.project, "Ines", "Spring sale", house.vera)
    assert (kept.since, kept.until) == (midnight(house.day), midnight(date(2026, 3, 7)))
    page = project_page(house, client_of)
    assert "Paused by agreement until 6 March" in page
    assert "agreed with Ines, since 2 March · Spring sale" in page
    for name in ("projects", "accounts"):
        assert "paused until 6 March" in client_of(house.vera).get(reverse(name)).content.decode()


def test_with_its_only_project_at_rest_the_client_is_due_nothing(house: House, client_of: In) -> None:
    assert DueDay.objects.filter(account=house.northwind, day=house.day).count() == 1
    agreed(house, client_of)
    assert not Item.objects.open().filter(account=house.northwind).exists()
    assert DueDay.objects.filter(account=house.northwind, day=house.day).count() == 0


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"since": "2026-03-01"}, "A pause begins today or later"),
        ({"until": "2026-03-01"}, "A pause ends after it has begun."),
        ({"contact": ""}, "Say who agreed"),
        ({"since": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_agreed_is_said_at_its_field(
    house: House, client_of: In, said: dict[str, str], fault: str
) -> None:
    where = reverse("pause_new", args=[house.northwind.pk])
    facts = {"since": "2026-03-02", "until": "2026-03-06", "contact": str(house.ines.pk)} | said
    answer = client_of(house.vera).post(where, facts)
    assert (answer.status_code, Pause.objects.count()) == (422, 0)
    assert fault in answer.content.decode()


def test_two_pauses_never_overlap(house: House, client_of: In) -> None:
    assert agreed(house, client_of, whole=True) == 302
    tried = [agreed(house, client_of, since=day, until="2026-03-13") for day in ("2026-03-06", "2026-03-07")]
    assert tried == [422, 302]


def test_which_pause_is_in_the_way_is_said(house: House, client_of: In) -> None:
    agreed(house, client_of)
    where = f"{reverse('pause_new', args=[house.northwind.pk])}?project={house.project.pk}"
    page = client_of(house.vera).post(where, {"since": "2026-03-05", "agreed_with": "Tom"}).content.decode()
    assert "The work rests then already, as agreed with Ines. 2 Mar 2026 – 6 Mar 2026" in page


def test_the_work_is_taken_up_and_that_is_taken_back(house: House, client_of: In) -> None:
    agreed(house, client_of)
    kept = Pause.objects.get()
    resumed = client_of(house.vera).post(reverse("pause_resume", args=[kept.pk]), headers=HTMX)
    assert resumed.status_code == 200
    kept.refresh_from_db()
    assert (kept.until, kept.resumed_by, kept.agreed_until) == (house.at, house.vera, midnight(date(2026, 3, 7)))
    page = project_page(house, client_of)
    assert "Paused by agreement" not in page
    assert "1 earlier pause" in page
    assert not Item.objects.open().filter(account=house.northwind).exists()
    assert client_of(house.vera).post(reverse("pause_rest_again", args=[kept.pk]), headers=HTMX).status_code == 200
    assert "Paused by agreement until 6 March" in project_page(house, client_of)
    assert client_of(house.vera).post(reverse("pause_rest_again", args=[kept.pk]), headers=HTMX).status_code == 422


def test_a_pause_ahead_is_called_off(house: House, client_of: In) -> None:
    agreed(house, client_of, since="2026-03-09", until="")
    assert "Will rest from 9 March until further notice" in project_page(house, client_of)
    where = reverse("pause_call_off", args=[Pause.objects.get().pk])
    assert "from 9 Mar 2026 on" in client_of(house.vera).get(where).content.decode()
    client_of(house.vera).post(where)
    assert Pause.objects.count() == 0


def test_what_has_begun_is_not_called_off(house: House, client_of: In) -> None:
    agreed(house, client_of)
    client_of(house.vera).post(reverse("pause_call_off", args=[Pause.objects.get().pk]))
    assert Pause.objects.count() == 1


def test_an_agreement_taken_back_leaves_the_day_as_it_was(house: House, client_of: In) -> None:
    before = set(Item.objects.open().values_list("duty", "since"))
    agreed(house, client_of)
    where = reverse("pause_withdraw", args=[Pause.objects.get().pk])
    client_of(house.vera).post(where)
    assert (Pause.objects.count(), set(Item.objects.open().values_list("duty", "since"))) == (0, before)
    assert DueDay.objects.filter(account=house.northwind, day=house.day).count() == 1


def test_an_older_agreement_is_ended_and_not_taken_back(house: House, client_of: In) -> None:
    agreed(house, client_of)
    with patch("django.utils.timezone.now", return_value=house.at + timedelta(minutes=11)):
        client_of(house.vera).post(reverse("pause_withdraw", args=[Pause.objects.get().pk]))
    assert Pause.objects.count() == 1


def test_what_is_awaited_of_a_project_at_rest_stands_in_no_draft(house: House, client_of: In) -> None:
    ball.throw(house.project, side="client", awaited="photos", contact=house.ines, by=None, at=house.at)
    where = reverse("update_new", args=[house.northwind.pk])
    task.plan(house.project, title="Gallery", at=house.at)
    page = client_of(house.vera).get(where).content.decode()
    assert ("photos" in page, "Gallery" in page) == (True, True)
    pause.agree(house.northwind, since=house.at - timedelta(hours=1), agreed_with="Ines", by=None, at=house.at)
    page = client_of(house.vera).get(where).content.decode()
    assert ("photos" in page, "Gallery" in page) == (False, False)


@pytest.mark.parametrize(("whole", "state"), [(True, "paused"), (False, "active")])
def test_a_client_at_rest_is_listed_among_the_paused(house: House, client_of: In, whole: bool, state: str) -> None:
    agreed(house, client_of, whole=whole)
    where = reverse("account", args=[house.northwind.pk])
    pages = {
        one: client_of(house.vera).get(f"{reverse('accounts')}?state={one}").content.decode()
        for one in ("active", "paused")
    }
    assert [one for one, page in pages.items() if where in page] == [state]

"""Settings: one's own, the agency's, its people and its calendar."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.calendar import CalendarException, WorkCalendar
from keepstep.domain.agency.person import Person
from tests.cast import PASSWORD, House

In = Callable[[Person], Client]
ME = {"name": "Vera B", "phone": "+49 30 1234567", "language": "ru", "theme": "dark"}
HOURS = {"zone": "Europe/Moscow", "country": "RU", "days": ["0", "1", "5"], "starts": "10:00", "ends": "19:00"}


def test_one_sets_language_and_look(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    assert client.post("/settings/", ME).status_code == 302
    page = client.get("/settings/").content.decode()
    assert 'lang="ru" data-theme="dark"' in page
    assert Person.objects.get(pk=house.vera.pk).phone == "+49301234567"


def test_a_wrong_telephone_number_is_said_at_its_field(house: House, client_of: In) -> None:
    answer = client_of(house.vera).post("/settings/", {**ME, "phone": "12", "language": "en"})
    assert answer.status_code == 422
    assert "country code" in answer.content.decode()


@pytest.mark.parametrize(("old", "status"), [(PASSWORD, 302), ("wrong", 422)])
def test_a_new_password_needs_the_present_one(house: House, client_of: In, old: str, status: int) -> None:
    fresh = {"old": old, "new_password1": "a very new secret", "new_password2": "a very new secret"}
    client = client_of(house.vera)
    assert client.post("/settings/password/", fresh).status_code == status
    assert client.get("/").status_code == 200


def test_the_agency_changes_its_ways(house: House, client_of: In) -> None:
    ways = {"name": "Lighthouse II", "language": "en", "currency": "USD", "sight": "all", "stall_after": "3",
            "tolerance": "0", "fact_by": "invoice"}  # fmt: skip
    assert client_of(house.oleg).post("/settings/agency/", ways).status_code == 302
    changed = Agency.objects.get()
    assert (changed.name, changed.currency, changed.sight, changed.stall_after, changed.tolerance, changed.fact_by) == (
        "Lighthouse II", "USD", "all", 3, 0, "invoice",
    )  # fmt: skip
    assert client_of(house.oleg).post("/settings/agency/", {**ways, "currency": "dollars"}).status_code == 422


def test_a_colleague_joins_and_gets_a_link(house: House, client_of: In) -> None:
    facts = {"name": "Boris", "email": "boris@lighthouse.test", "roles": ["am", "sales"], "head": str(house.oleg.pk)}
    assert client_of(house.oleg).post("/settings/people/new/", facts).status_code == 302
    boris = Person.objects.get(name="Boris")
    assert (boris.roles, boris.head) == (["am", "sales"], house.oleg)
    assert [sent.to for sent in mail.outbox] == [["boris@lighthouse.test"]]
    again = client_of(house.oleg).post("/settings/people/new/", facts)
    assert again.status_code == 422
    assert "already belongs" in again.content.decode()


def test_the_last_owner_stays(house: House, client_of: In) -> None:
    client = client_of(house.oleg)
    assert client.post(f"/settings/people/{house.oleg.pk}/leaving/").status_code == 422
    facts = {"name": "Oleg", "roles": ["head"]}
    assert client.post(f"/settings/people/{house.oleg.pk}/", facts).status_code == 422
    assert Person.objects.get(pk=house.oleg.pk).roles == ["owner", "head"]


def test_a_colleague_leaves(house: House, client_of: In) -> None:
    assert client_of(house.oleg).post(f"/settings/people/{house.pavel.pk}/leaving/").status_code == 302
    assert Person.objects.get(pk=house.pavel.pk).left_at is not None


def test_the_calendar_takes_hours_and_lunch(house: House, client_of: In) -> None:
    said = {**HOURS, "lunch_starts": "13:00", "lunch_ends": "14:00"}
    assert client_of(house.oleg).post("/settings/calendar/", said).status_code == 302
    ours = WorkCalendar.objects.get()
    day = [["10:00", "13:00"], ["14:00", "19:00"]]
    assert (ours.zone, ours.country, ours.week) == ("Europe/Moscow", "RU", {"0": day, "1": day, "5": day})
    assert "10:00" in client_of(house.oleg).get("/settings/calendar/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"ends": "09:00"}, {"lunch_starts": "13:00"}, {"zone": "Mars/Base"}, {"country": "XX"}, {"days": []},
     {"lunch_starts": "20:00", "lunch_ends": "21:00"}, {"starts": "ten"}],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(house: House, client_of: In, wrong: dict[str, object]) -> None:
    assert client_of(house.oleg).post("/settings/calendar/", {**HOURS, **wrong}).status_code == 422
    assert WorkCalendar.objects.get().zone == "Europe/Berlin"


def test_a_day_is_different_and_then_as_every_other_again(house: House, client_of: In) -> None:
    client = client_of(house.oleg)
    assert (
        client.post(
            f"/settings/calendars/{WorkCalendar.objects.get().pk}/exceptions/new/",
            {"day": "2027-05-14", "note": "Team day"},
        ).status_code
        == 302
    )
    made = CalendarException.objects.get()
    assert (str(made.day), made.hours) == ("2027-05-14", [])
    client.post(
        f"/settings/calendars/{WorkCalendar.objects.get().pk}/exceptions/new/",
        {"day": "2027-05-14", "starts": "10:00", "ends": "12:00"},
    )
    assert CalendarException.objects.get().hours == [["10:00", "12:00"]]
    assert "Team day" not in client.get("/settings/calendar/").content.decode()
    client.post(f"/settings/exceptions/{made.pk}/forgetting/")
    assert CalendarException.objects.count() == 0


def test_a_client_may_have_a_calendar_of_its_own(house: House, client_of: In) -> None:
    client = client_of(house.oleg)
    where = client.post("/settings/calendars/new/", {"name": "Dubai"}).headers["Location"]
    client.post(where, {**HOURS, "zone": "Asia/Dubai", "country": "AE"})
    dubai = WorkCalendar.objects.get(name="Dubai")
    facts = {"name": "Northwind Bakery", "language": "en", "calendar": str(dubai.pk)}
    assert client.post(f"/accounts/{house.northwind.pk}/edit/", facts).status_code == 302
    house.northwind.refresh_from_db()
    assert str(house.northwind.working_time().zone) == "Asia/Dubai"
    assert str(WorkCalendar.objects.get(is_default=True).zone) == "Europe/Berlin"

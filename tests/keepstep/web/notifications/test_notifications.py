"""The bell and its page: what is new, opened, seen, and taken back."""

from collections.abc import Callable

from django.test import Client

from keepstep.domain.agency import notification
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.person import Person
from keepstep.web.notifications.views import PAGE
from tests.cast import House
from tests.queries import queries_of

In = Callable[[Person], Client]


def tell(house: House, who: Person, n: int) -> None:
    facts = {"days": 1, "side": "us", "audience": "holder", "client": "Northwind", "project": f"Site {n}"}
    where = f"/projects/{house.project.pk}/"
    notification.tell(who, kind="push_stall", key=str(n), facts=facts, address=where, at=house.at)


def test_the_bell_counts_what_one_has_not_seen(house: House, client_of: In) -> None:
    tell(house, house.oleg, 1)
    tell(house, house.vera, 2)
    tell(house, house.vera, 3)
    assert '<b class="menu-count">2</b>' in client_of(house.vera).get("/accounts/").content.decode()
    assert "menu-count" not in client_of(house.pavel).get("/accounts/").content.decode()


def test_the_bell_costs_no_query_of_its_own(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    few = queries_of(client, "/accounts/")
    for n in range(120):
        tell(house, house.vera, n)
    assert queries_of(client, "/accounts/") == few
    assert '<b class="menu-count">99+</b>' in client.get("/accounts/").content.decode()


def test_opening_marks_as_seen_and_leads_there(house: House, client_of: In) -> None:
    tell(house, house.vera, 1)
    one = Notification.objects.get()
    client = client_of(house.vera)
    assert client.get(f"/notifications/{one.pk}/").headers["Location"] == f"/projects/{house.project.pk}/"
    assert Notification.objects.unseen().count() == 0
    assert client_of(house.oleg).get(f"/notifications/{one.pk}/").status_code == 404


def test_all_are_seen_and_that_can_be_taken_back(house: House, client_of: In) -> None:
    for n in range(3):
        tell(house, house.vera, n)
    tell(house, house.oleg, 7)
    client = client_of(house.vera)
    answer = client.post("/notifications/seen/", headers={"HX-Request": "true"})
    assert Notification.objects.unseen().count() == 1
    undo = answer.headers["HX-Trigger"].split('"undo": "')[1].split('"')[0]
    client.post(undo)
    assert Notification.objects.unseen().count() == 4


def test_what_was_told_is_paged_at_a_steady_cost(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    tell(house, house.vera, 0)
    few = queries_of(client, "/notifications/")
    for n in range(1, PAGE + 5):
        tell(house, house.vera, n)
    assert queries_of(client, "/notifications/") == few
    page = client.get("/notifications/").content.decode()
    assert page.count("data-item") == PAGE
    following = page.split('class="pager"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(following).content.decode()
    assert rest.count("data-item") == 5
    assert client.get("/notifications/?after=nonsense").status_code == 200

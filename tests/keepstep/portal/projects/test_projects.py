"""A project as its client sees it: the numbers our people see, and the same paper."""

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from keepstep.domain.agency.person import Person
from tests.cast import House
from tests.hundred_days import hundred_days

Of = Callable[..., Client]


def test_the_numbers_are_those_our_people_see(
    house: House, portal_of: Of, client_of: Callable[[Person], Client]
) -> None:
    one = hundred_days(house, client="Alder Law", asked_every=5, until=timezone.now())
    greta = one.account.contacts.get()
    ours = client_of(house.oleg).get(f"/projects/{one.pk}/").content.decode()
    theirs = portal_of(greta).get(f"/portal/projects/{one.pk}/").content.decode()
    assert ("exposure 10 %" in ours, "Our share of the delay: 10 %" in theirs) == (True, True)
    assert ("waited for us 10 days" in theirs, "waited for you 90 days" in theirs) == (True, True)
    assert theirs.count('<li class="day theirs') == 60
    assert "fault" not in theirs


def test_the_paper_is_the_same(house: House, portal_of: Of) -> None:
    answer = portal_of(house.ines).get(f"/portal/projects/{house.project.pk}/delay-report.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"

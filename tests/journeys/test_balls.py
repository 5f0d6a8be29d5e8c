"""A ball is thrown to the client, shared, moved, forwarded and comes back; work rests by agreement and goes on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from keepstep.domain.clients import contact
from keepstep.domain.delivery import ball
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.pause import Pause
from tests.cast import House

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def awaited(house: House) -> None:
    """Photos of Tom, since the day before yesterday; Eve is at the client too."""
    with house.agency.entered():
        contact.introduce(house.northwind, name="Eve Reader", email="eve@northwind.test")
        ball.throw(
            house.project, side="client", awaited="photos", contact=house.tom, by=house.vera,
            at=timezone.now() - timedelta(days=2),
        )  # fmt: skip


def more(page: Page, what: str) -> None:
    page.get_by_label("More about “photos”").click()
    page.get_by_role("link", name=what, exact=True).click()


def line(page: Page) -> Locator:
    return page.locator(".ball-line")


def test_a_ball_is_shared_and_leaves_with_the_last_answer(open_house: House, page_of: Callable[..., Page]) -> None:
    awaited(open_house)
    page = page_of(open_house.vera)
    page.goto(f"/projects/{open_house.project.pk}/")
    more(page, "Ask several people")
    page.locator("#drawer").get_by_label("Eve Reader").first.check()
    page.get_by_role("button", name="Share").click()
    expect(line(page).get_by_role("button", name="Has answered")).to_have_count(2)
    line(page).get_by_role("button", name="Has answered").first.click()
    expect(line(page).get_by_role("button", name="Has answered")).to_have_count(1)
    page.locator(".toast-line").get_by_role("button", name="Undo").click()
    expect(line(page).get_by_role("button", name="Has answered")).to_have_count(2)
    for left in (1, 0):
        line(page).get_by_role("button", name="Has answered").first.click()
        expect(line(page).get_by_role("button", name="Has answered")).to_have_count(left)
    expect(page.get_by_text("Everybody has answered: it has come.")).to_be_visible()
    with open_house.agency.entered():
        assert Ball.objects.get(awaited="photos").passed_at is not None


def test_a_moved_date_and_a_way_round_stand_in_the_history(open_house: House, page_of: Callable[..., Page]) -> None:
    awaited(open_house)
    page = page_of(open_house.vera)
    page.goto(f"/projects/{open_house.project.pk}/")
    more(page, "Promise a date")
    page.get_by_label("New date").fill((timezone.now().date() + timedelta(days=9)).isoformat())
    page.get_by_label("Why").fill("The photographer is ill")
    page.get_by_role("button", name="Move").click()
    expect(line(page)).to_contain_text("due")
    more(page, "Forward it")
    page.locator("#drawer input[name=side][value=third]").check()
    page.get_by_label("Which third party").fill("Studio Nine")
    page.get_by_role("button", name="Forward").click()
    expect(line(page)).to_contain_text("Studio Nine")
    expect(line(page)).to_contain_text("comes back when answered")
    line(page).get_by_role("button", name="It has come").click()
    expect(line(page)).to_contain_text("Tom")
    more(page, "History")
    expect(page.locator(".ball-history")).to_contain_text("Studio Nine")
    expect(page.locator(".ball-history")).to_contain_text("The photographer is ill")


def test_work_rests_by_agreement_and_goes_on(open_house: House, page_of: Callable[..., Page]) -> None:
    page = page_of(open_house.vera)
    page.goto(f"/projects/{open_house.project.pk}/")
    page.get_by_role("link", name="Pause by agreement").click()
    page.get_by_role("button", name="Let it rest").click()
    expect(page.locator("#drawer")).to_contain_text("Say who agreed")
    page.get_by_label("Somebody else, by name").fill("Northwind's owner")
    page.get_by_role("button", name="Let it rest").click()
    expect(page.locator(".rests")).to_contain_text("agreed with Northwind's owner")
    page.locator(".toast-line").get_by_role("button", name="Undo").click()
    expect(page.locator(".rests")).to_have_count(0)
    page.get_by_role("link", name="Pause by agreement").click()
    page.get_by_label("Somebody else, by name").fill("Northwind's owner")
    page.get_by_role("button", name="Let it rest").click()
    page.get_by_role("button", name="Take up the work").click()
    expect(page.get_by_text("The work goes on; the next working day")).to_be_visible()
    expect(page.get_by_role("link", name="Pause by agreement")).to_be_visible()  # the page has been asked for anew
    with open_house.agency.entered():
        assert [one.until is not None for one in Pause.objects.all()] == [True]

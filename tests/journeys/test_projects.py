"""A project changes hands, and its case is taken: either is taken back, or stays known with who did it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.delivery.amendment import Amendment
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Step
from keepstep.domain.delivery.taking import Taking
from tests.cast import House

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_project_changes_hands_and_may_change_back(open_house: House, page_of: Callable[..., Page]) -> None:
    page = page_of(open_house.vera)
    page.goto(f"/projects/{open_house.project.pk}/")
    drawer = page.locator("#drawer")
    for name, producer in (("Site and shop", "Oleg"), ("Shop", "Vera")):
        page.get_by_role("link", name="Edit", exact=True).click()
        drawer.get_by_label("Name").fill(name)
        drawer.get_by_label("Producer").select_option(label=producer)
        drawer.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.locator(".toast-line").last.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Site and shop")
    page.get_by_role("link", name="Edit", exact=True).click()
    drawer.get_by_text("What it was before").click()
    expect(drawer.locator(".timeline li")).to_have_count(1)
    expect(drawer.locator(".timeline")).to_contain_text("Producer: Pavel → Oleg")
    with open_house.agency.entered():
        now = Project.objects.select_related("producer").get(pk=open_house.project.pk)
        assert (now.name, now.producer, Amendment.objects.count()) == ("Site and shop", open_house.oleg, 1)


def test_a_case_is_taken_and_given_back(open_house: House, page_of: Callable[..., Page]) -> None:
    with open_house.agency.entered():
        Step.objects.filter(project=open_house.project).update(day=timezone.now().date() - timedelta(days=20))
    page = page_of(open_house.vera)
    page.goto("/stalls/")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator(".stall-row, tr").filter(has_text="New site")).to_contain_text("Vera")
    page.locator(".toast-line").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Take it")).to_be_visible()
    with open_house.agency.entered():
        assert Taking.objects.count() == 0

"""A dossier is confirmed and written without the mouse; a chart's point opens the rows it is made of."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from keepstep.domain.clients import dossier, dossier_field
from keepstep.domain.clients.dossier import DossierEntry
from keepstep.domain.delivery import project
from tests.cast import House

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_dossier_is_kept_by_the_keyboard(open_house: House, page_of: Callable[..., Page]) -> None:
    with open_house.agency.entered():
        sells, _whom, check = dossier_field.offered(open_house.agency)[:3]
        for one in (sells, check):
            dossier.write(
                open_house.northwind, one, words="Cakes", by=open_house.oleg, at=timezone.now() - timedelta(days=99)
            )  # fmt: skip
    page = page_of(open_house.vera)
    page.goto(f"/accounts/{open_house.northwind.pk}/dossier/")
    head = page.locator(".page-head")
    expect(head).to_contain_text("2 of 12 known, 0 confirmed")
    page.keyboard.press("c")
    expect(head).to_contain_text("2 of 12 known, 1 confirmed")
    current, words = page.locator(".dossier-field[aria-current]"), page.locator(".dossier-form textarea")
    expect(current).to_contain_text("What they sell")
    page.keyboard.press("j")
    expect(current).to_contain_text("To whom")
    page.keyboard.press("e")
    expect(words).to_be_focused()
    page.keyboard.type("password: hunter2")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("No passwords here")
    words.fill("Brides")
    page.keyboard.press("Control+Enter")
    expect(head).to_contain_text("3 of 12 known, 2 confirmed")
    with open_house.agency.entered():
        said = DossierEntry.objects.standing().values_list("field__code", "words", "by__name")
        assert sorted(said) == [("check", "Cakes", "Oleg"), ("customers", "Brides", "Vera"), ("sells", "Cakes", "Vera")]


def test_a_point_of_the_exposure_opens_the_month_of_the_ledger(open_house: House, page_of: Callable[..., Page]) -> None:
    with open_house.agency.entered():
        project.start(open_house.northwind, name="Old", at=timezone.now() - timedelta(days=130))
    page = page_of(open_house.oleg)
    page.goto("/company/")
    chart = page.locator(".company-pair figure").first
    expect(chart.locator("svg")).to_be_visible()
    chart.scroll_into_view_if_needed()
    box = chart.locator(".chart-picture").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + 60)
    page.wait_for_url("**/ledger/?by=account&period=own&first=*")

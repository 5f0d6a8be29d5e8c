"""A deal is dragged over the board: what a gate asks for is answered where it is dropped, or it returns; and undo."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from keepstep.domain.agency.person import Role
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import Gate
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, prove, stages

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1800, "height": 900}


def drag(page: Page, title: str, stage: str, *, once_pressed: Callable[[], None] = lambda: None) -> None:
    """As a hand does it, once the board stands still: pressed, moved in steps, let go."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".board-cards:not([data-sorts])")).to_have_count(0)
    card = page.locator(".deal-card", has_text=title).bounding_box()
    column = page.locator(".board-column", has=page.get_by_role("heading", name=stage, exact=True))
    there = column.locator(".board-cards").bounding_box()
    assert card and there
    page.mouse.move(card["x"] + 20, card["y"] + 12)
    page.mouse.down()
    once_pressed()
    page.mouse.move(card["x"] + 40, card["y"] + 24, steps=4)
    page.mouse.move(there["x"] + 60, there["y"] + 20, steps=12)
    page.mouse.move(there["x"] + 62, there["y"] + 22, steps=3)
    page.mouse.up()


def in_column(page: Page, stage: str) -> Locator:
    return page.locator(".board-column", has=page.get_by_role("heading", name=stage, exact=True)).locator(".deal-card")


def test_a_card_that_is_dropped_behind_a_gate_stays_once_it_is_answered_and_returns_if_it_is_not(
    open_house: House, page_of: Callable[..., Page]
) -> None:
    with open_house.agency.entered():
        lena = join("Lena", Role.SALES)
        made = begun(open_house, title="Harbour shop", person=lena)
        names = [one.name for one in stages(open_house)]
    page = page_of(lena, viewport=WIDE, reduced_motion="reduce")
    page.goto("/deals/")

    drag(page, "Harbour shop", names[Gate.AGREED])
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text(f"To “{names[Gate.AGREED]}”")
    expect(drawer.locator("input[type=date]")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(in_column(page, names[Gate.NEW])).to_contain_text("Harbour shop")
    with open_house.agency.entered():
        assert (Deal.objects.get(pk=made.pk).stage.gate, Evidence.objects.exists()) == (Gate.NEW, False)

    drag(page, "Harbour shop", names[Gate.CLARIFIED])
    expect(drawer).to_contain_text(f"To “{names[Gate.CLARIFIED]}”")
    drawer.get_by_role("button", name="Move").click()
    expect(drawer).to_contain_text("This field is required")
    drawer.locator("input[type=date]").fill("2026-03-01")
    drawer.get_by_role("button", name="Move").click()
    expect(in_column(page, names[Gate.CLARIFIED])).to_contain_text("Harbour shop")
    expect(drawer).not_to_be_visible()

    page.get_by_role("button", name="Undo").click()
    expect(in_column(page, names[Gate.NEW])).to_contain_text("Harbour shop")
    with open_house.agency.entered():
        assert Deal.objects.get(pk=made.pk).stage.gate == Gate.NEW

    with page.expect_response("**/stage/"):
        drag(page, "Harbour shop", names[Gate.CLARIFIED])
    expect(in_column(page, names[Gate.CLARIFIED])).to_contain_text("Harbour shop")
    with open_house.agency.entered():
        assert Deal.objects.get(pk=made.pk).stage.gate == Gate.CLARIFIED


def test_a_board_that_is_put_anew_leaves_a_card_in_the_hand(open_house: House, page_of: Callable[..., Page]) -> None:
    """Somebody else's move, or one's own a moment ago, asks for the board again while a card is pressed already."""
    with open_house.agency.entered():
        lena = join("Lena", Role.SALES)
        prove(open_house, begun(open_house, title="Harbour shop", person=lena), Gate.CLARIFIED)
        names = [one.name for one in stages(open_house)]
    page = page_of(lena, viewport=WIDE, reduced_motion="reduce")
    page.goto("/deals/")

    def ask_again() -> None:
        with page.expect_response("**/deals/"):
            page.evaluate("document.dispatchEvent(new Event('page:changed'))")
        page.wait_for_timeout(300)

    with page.expect_response("**/stage/"):
        drag(page, "Harbour shop", names[Gate.CLARIFIED], once_pressed=ask_again)
    expect(in_column(page, names[Gate.CLARIFIED])).to_contain_text("Harbour shop")

"""The head rewrites the ladder: whom, when, by which way, in which words; a case that runs keeps the one it has."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from keepstep.domain.agency import ladder
from keepstep.domain.agency.calendar import CalendarException, default_calendar
from keepstep.domain.clients import contact
from keepstep.domain.delivery import ball
from keepstep.round import run
from tests.cast import House

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stalled(open_house: House) -> House:
    """A working day whenever the test runs: Tom, who has no telephone, has owed photos for long."""
    now = timezone.now()
    with open_house.agency.entered():
        hours = default_calendar()
        CalendarException.objects.create(
            calendar=hours, day=hours.working_time().local_day(now), hours=[["00:00", "23:59"]]
        )
        contact.depart(open_house.ines, at=now)
        ball.throw(
            open_house.project, side="client", awaited="photos", contact=open_house.tom, by=open_house.vera,
            at=now - timedelta(days=20),
        )  # fmt: skip
        run.run(day=hours.working_time().local_day(now), at=now)
    return open_house


def rung(page: Page, n: int) -> Locator:
    return page.locator(f"#rung-{n - 1}")


def test_a_rung_is_added_worded_previewed_and_saved_and_a_running_case_keeps_its_ladder(
    stalled: House, page_of: Callable[..., Page]
) -> None:
    page = page_of(stalled.oleg)
    page.goto("/stalls/")
    before = page.locator("tbody tr td:nth-child(n+4):nth-child(-n+6)").all_inner_texts()
    page.goto("/settings/ladder/")
    expect(page.locator(".ladder .note")).to_contain_text("1 running case climbs it.")
    page.get_by_role("button", name="One more rung").click()
    expect(rung(page, 5).get_by_label("Day of the stall")).to_have_value("7")
    rung(page, 5).get_by_label("Whom").select_option(label="whoever holds the ball")
    rung(page, 5).get_by_label("By which way").select_option(label="call")
    fault = rung(page, 5).locator(".rung-fault")
    expect(fault).to_contain_text("At 1 client this rung would find nobody")
    rung(page, 5).locator("summary").click()
    rung(page, 5).locator("#id_4-body_en").fill("Dear {name},\n\nstill {awaited}, for {days}!")
    rung(page, 5).locator("#id_4-body_ru").fill("Здравствуйте, {name}!\n\nВсё ещё ждём: {awaited}.")
    rung(page, 5).get_by_role("button", name="Show what it would say").click()
    sample = rung(page, 5).locator(".rung-sample")
    expect(sample.get_by_label("For this case")).to_contain_text("New site")
    expect(sample).to_contain_text("Dear Tom,")
    expect(sample).to_contain_text("still photos, for")
    expect(sample).to_contain_text("Всё ещё ждём: photos.")
    page.get_by_role("button", name="Save the ladder").click()
    expect(page.locator(".toast-line")).to_contain_text("Saved: it holds for stalls that begin from")
    expect(page.locator(".ladder .note")).to_contain_text("1 running case keeps the earlier one it began with.")
    with stalled.agency.entered():
        newest, former = ladder.with_rungs()
        last = list(newest.rungs.all())[-1]
        assert (last.after_days, last.audience, str(last.way), last.repeat_every) == (7, "holder", "call", 5)
        assert set(last.words) == {"en", "ru"}
        assert len(former.rungs.all()) == 4
    page.goto("/stalls/")
    assert page.locator("tbody tr td:nth-child(n+4):nth-child(-n+6)").all_inner_texts() == before


def test_a_fault_leads_to_where_it_is_mended_and_a_wrong_day_is_said_at_its_field(
    stalled: House, page_of: Callable[..., Page]
) -> None:
    page = page_of(stalled.oleg)
    page.goto("/settings/ladder/")
    rung(page, 4).locator(".rung-fault a").click()
    expect(page.locator("main")).to_contain_text("Northwind Bakery")
    page.goto("/settings/ladder/")
    rung(page, 2).get_by_label("Day of the stall").fill("1")
    page.get_by_role("button", name="Save the ladder").click()
    expect(rung(page, 2).locator(".field-fault")).to_contain_text("each rung comes after the one above")
    with stalled.agency.entered():
        assert len(ladder.with_rungs()) == 1

"""Jobs of the intake: they take ids, enter the agency and call."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from keepstep.intake import translation
from keepstep.intake.deal_sheet import loading as deal_loading
from keepstep.intake.lead_sheet import loading
from keepstep.intake.mail import sorting
from keepstep.postgres import tenancy


@app.task(name="intake.translate", queue="intake", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def translate(agency_id: str, event_id: str) -> None:
    with tenancy.entered(UUID(agency_id)):
        translation.translate(UUID(event_id), at=datetime.now(UTC))


@app.task(name="intake.sort_letter", queue="intake", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def sort_letter(agency_id: str, letter_id: str) -> None:
    with tenancy.entered(UUID(agency_id)):
        sorting.sort(UUID(letter_id), at=datetime.now(UTC))


@app.task(name="intake.load_leads", queue="intake", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def load_leads(agency_id: str, import_id: str) -> None:
    loading.load(UUID(agency_id), UUID(import_id), clock=lambda: datetime.now(UTC))


@app.task(name="intake.undo_leads", queue="intake", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def undo_leads(agency_id: str, import_id: str) -> None:
    loading.undo(UUID(agency_id), UUID(import_id), clock=lambda: datetime.now(UTC))


@app.task(name="intake.load_deals", queue="intake", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def load_deals(agency_id: str, import_id: str) -> None:
    deal_loading.load(UUID(agency_id), UUID(import_id), clock=lambda: datetime.now(UTC))


@app.task(name="intake.undo_deals", queue="intake", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def undo_deals(agency_id: str, import_id: str) -> None:
    deal_loading.undo(UUID(agency_id), UUID(import_id), clock=lambda: datetime.now(UTC))

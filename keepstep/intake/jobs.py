"""Jobs of the intake: they take ids, enter the agency and call."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from keepstep.intake import translation
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

"""Which days' rounds are to be run now: today's once its work begins, and those that were missed."""

from datetime import date, datetime, timedelta

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.clients import dossier_field
from keepstep.round import health_history, run
from keepstep.round.round import Round
from keepstep.round.run import Outcome

FURTHEST_BACK = timedelta(days=31)


def catch_up(*, at: datetime) -> list[Outcome]:
    """Run the missed days as they stood at their end, then today's; today's again if it ran already.

    A day that was not looked at would be missing among the due days, and so flatter the order index.
    """
    time = office_hours()
    today = time.local_day(at)
    ran = Round.objects.order_by("-day").values_list("day", flat=True).first()
    agency = Agency.objects.get()
    dossier_field.offered(agency)  # of an agency that has chosen nothing the usual fields are asked
    founded = time.local_day(agency.founded_at)
    first = max(ran + timedelta(days=1) if ran else founded, today - FURTHEST_BACK)
    outcomes = []
    for day in time.working_days(first, today - timedelta(days=1)):
        closes = time.closes(day)
        if closes is not None and closes <= at:
            outcomes.append(_run(day, closes))
    return [*outcomes, _run(today, at)]


def _run(day: date, at: datetime) -> Outcome:
    outcome = run.run(day=day, at=at)
    health_history.keep(day=day, at=at)
    return outcome

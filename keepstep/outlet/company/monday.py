"""The company's sheet on Monday mornings: told once to whoever wants it, and enclosed with that morning's letter."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from keepstep.desk import Desk
from keepstep.domain.agency import notification
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.agency.digest import Digest
from keepstep.domain.agency.monday_sheet import KIND, MondaySheet
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet.company import paper
from keepstep.outlet.company.figures import gather
from keepstep.outlet.pdf.company import Sheet, sheet

DAY = timedelta(days=1)


def tell(*, at: datetime) -> None:
    """On the week's first working day, once it has begun, to those who still manage the agency."""
    time = office_hours()
    day = time.local_day(at)
    opens = time.opens(day)
    if opens is None or at < opens or day != _first_working_day(time, day):
        return
    for one in MondaySheet.objects.wanted().filter(since__lt=opens).select_related("person"):
        if one.person.manages_the_agency:
            notification.tell(
                one.person, kind=KIND, key=day.isoformat(), facts={}, address=reverse("company_overview"), at=at
            )


def _first_working_day(time: WorkingTime, day: date) -> date | None:
    monday = day - day.weekday() * DAY
    return next((each for n in range(7) if time.is_working_day(each := monday + n * DAY)), None)


def enclosed(digest: Digest) -> Sheet | None:
    """In the language that is active; None where the letter does not speak of it, or may not any more."""
    person = digest.person
    if not person.manages_the_agency or not digest.notifications.filter(kind=KIND).exists():
        return None
    return sheet(paper.of(gather(Desk(person), at=digest.queued_at), agency=person.agency.name))

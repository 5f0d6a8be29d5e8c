"""The delay report of a project in words and numbers; page, link, command and PDF show this and nothing else (§5.3)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from keepstep.domain.delivery import stall_history
from keepstep.domain.delivery.delay_report import ReportNote
from keepstep.domain.delivery.ledger import Ledger, ledgers
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.delivery.project import Project
from keepstep.formulas.working_time import WorkingTime
from keepstep.outlet.delay_report import agreed, share, stalls, timeline
from keepstep.outlet.delay_report.agreed import Agreed
from keepstep.outlet.delay_report.share import ClassLine
from keepstep.outlet.delay_report.stalls import StallPart
from keepstep.outlet.delay_report.timeline import Mark, Month


@dataclass(frozen=True)
class Paper:
    """Every word is in the language that was active when it was made."""

    language: str
    title: str
    project: str
    client: str
    agency: str
    period: str
    made: str
    exposure: str
    headline: str
    explanation: str
    sum: str
    classes: list[ClassLine]
    total: ClassLine | None
    marks: list[Mark]
    months: list[Month]
    stalls: list[StallPart]
    pauses: list[Agreed]
    moves: list[Agreed]
    note: str
    noted: str
    heads: dict[str, str]


def of(project: Project, *, at: datetime, time: WorkingTime | None = None) -> Paper:
    """The report of a project as it stands at this moment; `time` is its client's, where it is known already."""
    account, agency = project.account, project.agency
    time = time or account.working_time()
    states = list(account.states.all())
    pauses = list(Pause.objects.of(project).order_by("since", "pk"))
    ledger = ledgers([project], states=states, time=time, at=at, pauses=pauses)[project.pk]
    steps = stall_history.step_days(project, at=at)
    stood = stall_history.stalls(
        project, ledger, states=states, pauses=pauses, steps=steps, time=time, patience=agency.stall_after, at=at
    )
    note = ReportNote.objects.filter(project=project, at__lte=at).first()
    with timezone.override(time.zone):
        return Paper(
            language=get_language() or "en",
            title=_("Delay report"),
            project=project.name,
            client=account.name,
            agency=agency.name,
            period=_period(project, ledger, time.local_day(project.opened_at)),
            made=_("As of %(moment)s") % {"moment": date_format(timezone.localtime(at), "DATETIME_FORMAT")},
            **share.figures(ledger.exposure),
            classes=share.classes(ledger.exposure, agency.name, account.name) if ledger.days else [],
            total=share.total(ledger.exposure) if ledger.days else None,
            marks=timeline.marks(),
            months=timeline.months(ledger, set(steps)),
            stalls=[stalls.part(stall, agency.name) for stall in stood],
            pauses=agreed.pauses(pauses, time=time, at=at),
            moves=agreed.moves(project, agency=agency.name, time=time, at=at),
            note=note.words if note else "",
            noted=date_format(time.local_day(note.at), "DATE_FORMAT") if note and note.words else "",
            heads=_heads(),
        )


def _heads() -> dict[str, str]:
    return {
        "exposure": _("Exposure: our share of the delay"),
        "timeline": _("Day by day"),
        "classes": _("Whom the project waited for"),
        "days": _("Working days"),
        "share": pgettext("of the days", "Share"),
        "exposed": _("Count as ours"),
        "stalls": _("When it stood still, and what was done"),
        "no_stalls": _("The project never stood still."),
        "no_pushes": _("No reminder was given."),
        "answer": _("Outcome"),
        "pauses": _("Pauses by agreement"),
        "moves": _("Dates that were moved"),
        "note": _("Comment"),
        "page": _("page"),
        "words": _("What was written"),
    }


def _period(project: Project, ledger: Ledger, opened: date) -> str:
    first = date_format(ledger.days[0].date if ledger.days else opened, "DATE_FORMAT")
    last = date_format(ledger.days[-1].date if ledger.days else opened, "DATE_FORMAT")
    if project.closed_at:
        return _("%(first)s – %(last)s, closed") % {"first": first, "last": last}
    return f"{first} – {last}"

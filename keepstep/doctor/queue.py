"""The jobs: is somebody doing them, and is any of them stuck?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from keepstep.doctor.finding import Finding, State

ALIVE = timedelta(seconds=60)
LATE = timedelta(minutes=10)


def queue(at: datetime) -> Iterator[Finding]:
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=at - ALIVE).count()
    stuck = ProcrastinateJob.objects.filter(status="doing").exclude(worker__last_heartbeat__gt=at - ALIVE).count()
    late = ProcrastinateJob.objects.filter(status="todo", scheduled_at__lt=at - LATE).count()
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    if alive:
        yield Finding(_("queue"), State.WELL, ngettext("%(n)s worker.", "%(n)s workers.", alive) % {"n": alive})
    else:
        state = State.BROKEN if stuck or late else State.NOTE
        yield Finding(_("queue"), state, _("No worker is running."), _("`keepstep serve` runs one."))
    if stuck or late:
        words = _("Jobs wait: %(late)s late, %(stuck)s left by a worker that ended.") % {"late": late, "stuck": stuck}
        yield Finding(_("queue"), State.BROKEN, words, _("More workers: `keepstep serve --workers 2`."))
    if failed:
        words = ngettext("%(n)s job failed.", "%(n)s jobs failed.", failed) % {"n": failed}
        yield Finding(
            _("queue"), State.NOTE, words, _("`keepstep procrastinate shell` lists them: list_jobs status=failed.")
        )

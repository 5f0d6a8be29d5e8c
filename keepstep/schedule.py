"""Everything that runs by itself, and when. A tick says: look at what is due; so the next makes up for a missed one."""

from uuid import UUID

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.calendar import office_hours
from keepstep.domain.money import next_offer, plan_close, retainer_draft
from keepstep.domain.sales import contract
from keepstep.domain.talk import enclosure
from keepstep.domain.talk.safety_net import SafetyNet, Stand
from keepstep.intake import delivery, event
from keepstep.intake.mail import collect, sorting
from keepstep.intake.telegram import reading as telegram
from keepstep.outlet import digest
from keepstep.outlet import jobs as outlet
from keepstep.outlet.company import monday
from keepstep.outlet.telegram import note
from keepstep.postgres import tenancy
from keepstep.round import day as rounds
from keepstep.round import safety_net

STALLED_SECONDS = 300


@app.periodic(cron="*/10 * * * *")
@app.task(name="rounds", queue="round", queueing_lock="rounds", pass_context=False)
def run_rounds(timestamp: int) -> None:
    """The round of each agency whose day has begun; days on which nothing ran are caught up, so that none is lost."""
    for agency_id in _agencies():
        run_round.defer(agency_id=str(agency_id))


@app.task(name="round", queue="round", retry=RetryStrategy(max_attempts=3, wait=5))
def run_round(*, agency_id: str) -> None:
    with tenancy.entered(UUID(agency_id)):
        rounds.catch_up(at=timezone.now())
        monday.tell(at=timezone.now())
        digest.gather(at=timezone.now())


@app.periodic(cron="*/30 * * * *")
@app.task(name="months", queue="round", queueing_lock="months", pass_context=False)
def turn_months(timestamp: int) -> None:
    """Drafts of the retainers of a month that has begun, and the close of the one before it."""
    for agency_id in _agencies():
        turn_month.defer(agency_id=str(agency_id))


@app.task(name="month", queue="round")
def turn_month(*, agency_id: str) -> None:
    with tenancy.entered(UUID(agency_id)):
        agency, at = Agency.objects.get(pk=agency_id), timezone.now()
        retainer_draft.draft_due(agency=agency, at=at, basis=contract.basis)
        plan_close.close_what_is_due(agency, day=office_hours().local_day(at), at=at)


@app.periodic(cron="43 2 * * *")
@app.task(name="next_offers", queue="care", queueing_lock="next_offers", pass_context=False)
def look_for_offers(timestamp: int) -> None:
    """What clients might buy next, from whatever was invoiced by now."""
    for agency_id in _agencies():
        with tenancy.entered(agency_id):
            agency = Agency.objects.get(pk=agency_id)
            next_offer.look(agency=agency, day=office_hours().local_day(timezone.now()))


@app.periodic(cron="* * * * *")
@app.task(name="safety_nets", queue="round", queueing_lock="safety_nets", pass_context=False)
def spread_nets(timestamp: int) -> None:
    """Updates that nobody has sent by the hour their agency has set; the sweeps take them to their readers."""
    with tenancy.every_agency():
        netted = list(SafetyNet.objects.filter(stand=Stand.ON).order_by().values_list("agency", flat=True).distinct())
    for agency_id in netted:
        safety_net.spread(agency_id, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="sweep_mail", queue="mail", queueing_lock="sweep_mail")
def sweep_mail(timestamp: int) -> None:
    """Letters that wait: postponed, or left by a worker that died."""
    outlet.sweep()


@app.periodic(cron="* * * * *")
@app.task(name="sweep_telegram", queue="telegram", queueing_lock="sweep_telegram")
def sweep_telegram(timestamp: int) -> None:
    """The same of what goes to Telegram, to clients and to ourselves."""
    outlet.sweep_telegram()
    note.sweep()


@app.periodic(cron="* * * * *")
@app.task(name="sweep_digests", queue="mail", queueing_lock="sweep_digests")
def sweep_digests(timestamp: int) -> None:
    """Letters to ourselves that wait."""
    digest.sweep()


@app.periodic(cron="* * * * *")
@app.task(name="sweep_events", queue="intake", queueing_lock="sweep_events")
def sweep_events(timestamp: int) -> None:
    """Deliveries of other systems that nobody has translated yet."""
    delivery.sweep()


@app.periodic(cron="17 3 * * *")
@app.task(name="forget_events", queue="care", queueing_lock="forget_events", pass_context=False)
def forget_events(timestamp: int) -> None:
    """What deliveries of other systems said, and files that went with no letter, are not kept for ever."""
    for agency_id in _agencies():
        with tenancy.entered(agency_id):
            event.forget(at=timezone.now())
            enclosure.forget(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="read_mailbox", queue="intake", queueing_lock="read_mailbox", lock="read_mailbox")
def read_mailbox(timestamp: int) -> None:
    """The mailbox that answers come to, if one is configured; then letters that nobody has sorted yet."""
    collect.collect_all()
    sorting.sweep(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(
    name="read_telegram", queue="telegram", queueing_lock="read_telegram", lock="read_telegram", pass_context=True
)
def read_telegram(context: JobContext, timestamp: int) -> None:
    """What our bots are told, for as long as the minute lasts or the worker stays."""
    telegram.read_all(is_over=context.should_abort)


@app.periodic(cron="*/5 * * * *")
@app.task(name="retry_stalled", queue="care", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: object, timestamp: int) -> None:
    """Jobs whose worker died go to another; each of them looks first whether it is still wanted."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await app.job_manager.retry_job(job)


def _agencies() -> list[UUID]:
    with tenancy.every_agency():
        return list(Agency.objects.values_list("pk", flat=True))

"""Loading: a piece of an import becomes deals by a handful of statements, however many rows it has. A gate that neither
the file nor a head's reason opens holds a deal before it, and its row says so (§5.8)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.domain.clients.account import Account
from keepstep.domain.sales import gate
from keepstep.domain.sales.deal import Deal, State
from keepstep.domain.sales.deal_import import DealImport, DealImportRow, Outcome, Policy
from keepstep.domain.sales.deal_record import DealRecord, Kind
from keepstep.domain.sales.deal_task import DealTask
from keepstep.domain.sales.evidence import Evidence
from keepstep.domain.sales.pipeline import OPENED_BY, Gate, Stage
from keepstep.domain.sales.sign import normalised
from keepstep.domain.sales.waiver import Waiver


@dataclass
class Arrival:
    """What a row says. `deal` has everything but its stage; `stage` is where it stood there, the last of its pipeline
    for what was won. `proofs` are days of evidence; with `faults`, each a heading and words, it is refused."""

    number: int
    cells: list[str]
    key: str
    deal: Deal
    pipeline: UUID
    stage: Stage | None = None
    proofs: dict[Gate, date] = field(default_factory=dict)
    task: tuple[str, date] | None = None
    words: str = ""
    reason: str = ""
    heading: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)
    outcome: str = Outcome.MADE
    known: UUID | None = None
    waived: list[Gate] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.outcome in (Outcome.MADE, Outcome.HELD)


# By its own key in the system it came from; else by what is bought and by whom, unless both have keys of that system.
KNOWN = """
select a.number, coalesce(
    (select r.deal_id from deal_import_row r
     where a.key <> '' and r.key = a.key and r.deal_id is not null order by r.id limit 1),
    (select d.id from deal d
     where md5(d.sort_name) = md5(replace(lower(a.said), 'ё', 'е'))
       and (a.key = '' or not exists (
           select from deal_import_row r
           where r.deal_id = d.id and r.key <> '' and split_part(r.key, ':', 1) = split_part(a.key, ':', 1)))
     order by d.opened_at, d.id limit 1))
from unnest(%s::int[], %s::text[], %s::text[]) as a (number, key, said)
"""
CONTACTS = "select mail_key, id, account_id from contact where mail_key = any(%s::text[]) order by id desc"


@transaction.atomic
def load(one: DealImport, arrivals: Sequence[Arrival], *, at: datetime) -> None:
    """These rows, which follow those that are loaded already. Of a piece either everything is there or nothing."""
    done = DealImport.objects.select_for_update(of=("self",)).values_list("done", flat=True).get(pk=one.pk)
    stages = _stages()
    fit = [arrival for arrival in arrivals if not arrival.faults]
    if one.policy != Policy.ANYWAY:
        _recognise(fit)
    for arrival in arrivals:
        _judge(arrival, one, stages)
    new = [arrival for arrival in arrivals if arrival.is_new]
    _introduce(new)
    _begin(new, stages)
    _open_gates(new, one)
    _move(new, stages)
    _write(arrivals, one, stages, at=at)
    DealImportRow.objects.bulk_create(
        DealImportRow(
            of=one, number=arrival.number, key=arrival.key, outcome=arrival.outcome, cells=arrival.cells,
            deal_id=arrival.deal.pk if arrival.is_new else arrival.known, faults=arrival.faults,
        )
        for arrival in arrivals
    )  # fmt: skip
    DealImport.objects.filter(pk=one.pk).update(done=done + len(arrivals))


def _stages() -> dict[UUID, list[Stage]]:
    """Of every pipeline those that are open, in order."""
    found: dict[UUID, list[Stage]] = defaultdict(list)
    for stage in Stage.objects.still_open():
        found[stage.pipeline_id].append(stage)
    return found


def _recognise(arrivals: Sequence[Arrival]) -> None:
    """In the book, and in the rows before."""
    if not arrivals:
        return
    asked = [(one.number, one.key, _said(one.deal)) for one in arrivals]
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(column) for column in zip(*asked, strict=True)])
        known = dict(cursor.fetchall())
    before: dict[str, UUID] = {}
    for one in arrivals:
        same = one.key or _said(one.deal).lower()
        one.known = known[one.number] or before.get(same)
        before.setdefault(same, one.known or one.deal.pk)


def _said(deal: Deal) -> str:
    """By this two are taken for one: what is bought, the company and the name."""
    return f"{deal.title} {deal.company} {deal.name}"


def _judge(one: Arrival, of: DealImport, stages: dict[UUID, list[Stage]]) -> None:
    """What becomes of the row, and in which stage its deal stands."""
    if one.faults:
        one.outcome = Outcome.REFUSED
        return
    if one.known:
        one.outcome = Outcome.ATTACHED if of.policy == Policy.ATTACH else Outcome.SKIPPED
        return
    along = stages[one.pipeline]
    wanted = one.stage or along[0]
    shut = [gate_ for gate_ in OPENED_BY if gate_ <= wanted.gate and gate_ not in one.proofs]
    if of.waiver:
        one.waived, shut = shut, []
    if not shut:
        one.deal.stage = wanted
    elif wanted.gate == Gate.HANDED_OVER > shut[0] and one.deal.state == State.OPEN:
        one.outcome = Outcome.REFUSED
        one.faults.append((one.heading, f"{_NOT_OVER} {_named(shut)}"))
        return
    else:
        one.outcome, one.deal.stage = Outcome.HELD, gate.last_before(along, shut[0])
        words = _("It stood in “%(there)s” there and waits in “%(here)s”. There is no evidence yet:")
        one.faults.append((one.heading, f"{words % _names(wanted, one.deal.stage)} {_named(shut)}"))
    _close(one.deal)


_NOT_OVER = gettext_lazy(
    "It was won there. Here a deal is over when the handover is accepted, or when a head writes why it may pass. There "
    "is no evidence yet:"
)


def _names(there: Stage, here: Stage) -> dict[str, str]:
    return {"there": there.name, "here": here.name}


def _named(shut: Sequence[Gate]) -> str:
    return ", ".join(str(OPENED_BY[one]) for one in shut)


def _close(deal: Deal) -> None:
    """What stands behind the last gate is over, since the day on which it was closed there."""
    if deal.stage.gate == Gate.HANDED_OVER and deal.state == State.OPEN:
        deal.state = State.DONE
    if deal.state == State.OPEN:
        deal.closed_at = None
    else:
        deal.since = deal.closed_at = deal.closed_at or deal.since


def _introduce(arrivals: Sequence[Arrival]) -> None:
    """Whoever is a client of ours already: by the address of a contact, else by the name of the company, if only one
    client bears it."""
    mails = {normalised(one.deal.email) for one in arrivals if one.deal.email}
    names = {_folded(one.deal.company) for one in arrivals if one.deal.company}
    with connection.cursor() as cursor:
        cursor.execute(CONTACTS, [sorted(mails)])
        contacts = {mail: (contact, account) for mail, contact, account in cursor.fetchall()}
    called: dict[str, list[UUID]] = defaultdict(list)
    for key, name in Account.objects.filter(sort_name__in=names).order_by().values_list("pk", "sort_name"):
        called[name].append(key)
    for one in arrivals:
        contact, account = contacts.get(normalised(one.deal.email), (None, None))
        namesakes = called.get(_folded(one.deal.company), [])
        one.deal.contact_id = contact
        one.deal.account_id = account or (namesakes[0] if len(namesakes) == 1 else None)


def _folded(words: str) -> str:
    return words.lower().replace("ё", "е")


def _begin(arrivals: Sequence[Arrival], stages: dict[UUID, list[Stage]]) -> None:
    """Every deal begins in the first stage; what opens the gates is not there yet."""
    made = []
    for one in arrivals:
        deal, goes_to, state = one.deal, one.deal.stage, one.deal.state
        deal.stage = stages[goes_to.pipeline_id][0]
        if state == State.DONE:
            deal.state, deal.closed_at = State.OPEN, None
        made.append((deal, goes_to, state))
    Deal.objects.bulk_create([deal for deal, _stage, _state in made])
    for deal, goes_to, state in made:
        deal.stage, deal.state = goes_to, state


def _open_gates(arrivals: Sequence[Arrival], of: DealImport) -> None:
    """Dated as it happened, so that figures count it in its month."""
    Evidence.objects.bulk_create(
        Evidence(
            deal=one.deal, gate=gate_, source=f"import:{of.pk}", day=day, note=of.name[-200:], by=of.by,
            at=datetime.combine(day, time.min, UTC),
        )
        for one in arrivals
        for gate_, day in one.proofs.items()
    )  # fmt: skip
    Waiver.objects.bulk_create(
        Waiver(deal=one.deal, gate=gate_, reason=of.waiver, by=of.waived_by, at=one.deal.since)
        for one in arrivals
        for gate_ in one.waived
    )


def _move(arrivals: Sequence[Arrival], stages: dict[UUID, list[Stage]]) -> None:
    """To where it stands; the database looks at the gates once more."""
    moved: dict[tuple[Stage, str], list[UUID]] = defaultdict(list)
    for one in arrivals:
        if one.deal.stage != stages[one.deal.stage.pipeline_id][0]:
            moved[one.deal.stage, one.deal.state].append(one.deal.pk)
    for (stage, state), keys in moved.items():
        over = {"state": state, "closed_at": F("since")} if state == State.DONE else {}
        Deal.objects.filter(pk__in=keys).update(stage=stage, **over)


def _write(
    arrivals: Sequence[Arrival], of: DealImport, stages: dict[UUID, list[Stage]], *, at: datetime
) -> None:  # fmt: skip
    """The history, as far as the file tells it, and from which row it is."""
    told: list[DealRecord] = []
    for one in arrivals:
        if one.is_new:
            told += _history(one, of, stages[one.deal.stage.pipeline_id][0])
        of_deal = one.deal.pk if one.is_new else one.known if one.outcome == Outcome.ATTACHED else None
        if of_deal:
            facts = {"file": of.name, "import": str(of.pk), "row": one.number}
            told.append(
                DealRecord(
                    deal_id=of_deal, kind=Kind.IMPORTED, by=of.by, at=at,
                    words="\n".join(filter(None, (*(words for _at, words in one.faults), one.words)))[:4000],
                    facts=facts,
                )
            )  # fmt: skip
    DealRecord.objects.bulk_create(told)
    DealTask.objects.bulk_create(
        DealTask(deal=one.deal, title=one.task[0], due=one.task[1], planned_by=of.by, planned_at=of.started_at)
        for one in arrivals
        if of.started_at and one.is_new and one.task and one.deal.state == State.OPEN
    )


def _history(one: Arrival, of: DealImport, first: Stage) -> Iterable[DealRecord]:
    deal, ours = one.deal, {"import": str(of.pk)}
    stage = deal.stage
    yield DealRecord(
        deal=deal, kind=Kind.BEGUN, by=of.by, at=deal.opened_at, stage=first, facts={**ours, "stage_name": first.name}
    )
    for gate_, day in one.proofs.items():
        yield DealRecord(
            deal=deal, kind=Kind.PROVED, by=of.by, at=datetime.combine(day, time.min, UTC), words=of.name[-200:],
            facts={**ours, "gate": int(gate_), "source": f"import:{of.pk}"},
        )  # fmt: skip
    if stage != first:
        facts = {**ours, "to": stage.name, "source": first.name, "waived": [int(gate_) for gate_ in one.waived]}
        yield DealRecord(
            deal=deal, kind=Kind.MOVED, by=of.by, at=deal.since, stage=stage, was=first, facts=facts,
            words=of.waiver if one.waived else "",
        )  # fmt: skip
    if deal.state == State.LOST:
        yield DealRecord(
            deal=deal, kind=Kind.LOST, by=of.by, at=deal.since, words=one.reason[:4000],
            facts={**ours, "reason": deal.reason.name},
        )  # fmt: skip

"""A row of a file of deals as an arrival: what it says of the deal, or why it is refused, at its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.numbers import list_currencies
from django.utils.translation import gettext as _

from keepstep.domain.sales.deal import Deal, State
from keepstep.domain.sales.deal_loading import Arrival
from keepstep.domain.sales.loss_reason import LossReason
from keepstep.domain.sales.own_field import OwnField
from keepstep.domain.sales.pipeline import Gate, Stage
from keepstep.intake.deal_sheet import stages
from keepstep.intake.deal_sheet.fields import PROOF, PROOFS, Field
from keepstep.intake.deal_sheet.stages import LOST, WON
from keepstep.intake.sheet import cell, own
from keepstep.intake.sheet.line import Line
from keepstep.intake.sheet.table import Row, folded

LONG = 200
MOST = Decimal(10) ** 12
NEVER = {"не закрыта", "не закрыт", "-", "–"}
"""What stands in a cell of a day that has not come."""
ADDRESS = re.compile(r"[^\s<>()\[\],;]+@[^\s<>()\[\],;]+")
SIGNS = (("₽", "RUB"), ("руб", "RUB"), ("rub", "RUB"), ("€", "EUR"), ("eur", "EUR"), ("£", "GBP"), ("gbp", "GBP"),
         ("$", "USD"), ("usd", "USD"))  # fmt: skip
OPEN = {"open", "открыта", "открыт", "в работе", "opened"}


@dataclass(frozen=True)
class Reading:
    """What a file is read by: `fields` of its columns, `said` what its stages are with us; people by their addresses
    and folded names, the others by their folded names. `pipeline`, `person`, `reason`, `currency` are of rows that say
    none we know; `ends` are the last stages of the pipelines, `along` the pipelines by their folded names; `own` are
    the fields of the agency's own that stand in it."""

    system: str
    headings: Sequence[str]
    fields: Sequence[str]
    said: dict[str, str]
    stages: dict[str, Stage]
    ends: dict[UUID, Stage]
    along: dict[str, UUID]
    people: dict[str, UUID]
    sources: dict[str, UUID]
    reasons: dict[str, LossReason]
    pipeline: UUID
    person: UUID
    reason: LossReason | None
    currency: str
    country: str
    zone: ZoneInfo
    at: datetime
    today: date
    own: Sequence[OwnField] = ()

    def arrival(self, row: Row) -> Arrival:
        line = Line.of(self._without_never(row), self.headings, self.fields)
        deal = self._facts(line)
        along = self.along.get(folded(line.first(Field.PIPELINE)), self.pipeline)
        made = Arrival(row.number, row.cells, self._key(line), deal, along)
        self._place(line, made)
        self._close(line, made)
        made.proofs = self._proofs(line)
        made.task = self._task(line)
        made.words = line.all(Field.NOTE)
        made.faults = line.faults
        made.heading = self._heading(line)
        return made

    def _without_never(self, row: Row) -> Row:
        return Row(row.number, ["" if folded(one) in NEVER else one for one in row.cells])

    def _facts(self, line: Line) -> Deal:
        name = line.person(Field.NAME, Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME)
        # HubSpot shows a contact as a name with the address behind it.
        shown = ADDRESS.search(name)
        name = ADDRESS.sub("", name).strip(" ()<>[],;") if shown else name
        company = line.first(Field.COMPANY)[:LONG]
        emails = line.emails(Field.EMAILS) or ([shown[0]] if shown else [])
        phones = line.phones(Field.PHONES, self.country)
        if not line.faults and not (name or company or emails or phones):
            line.fault("", _("Say with whom: a client, a company, or a name."))
        amount, currency = self._amount(line)
        begun = line.moment(Field.BEGUN, self.zone) or line.moment(Field.SINCE, self.zone) or self.at
        since = line.moment(Field.SINCE, self.zone) or self.at
        begun = min(begun, self.at)
        return Deal(
            title=(line.first(Field.TITLE) or company or name or (emails + phones + [""])[0])[:LONG],
            company=company,
            name=name[:LONG],
            email=emails[0] if emails else "",
            phone=phones[0] if phones else "",
            amount=amount,
            currency=currency,
            person_id=self._seller(line.first(Field.SELLER)),
            source_id=self.sources.get(folded(line.first(Field.SOURCE))),
            closes_on=self._day(line, Field.CLOSES),
            own=own.values(line, self.own),
            opened_at=begun,
            since=max(min(since, self.at), begun),
        )

    def _amount(self, line: Line) -> tuple[Decimal | None, str]:
        words = line.first(Field.AMOUNT)
        amount = cell.amount(words) if words else None
        if words and (amount is None or amount < 0 or amount >= MOST):
            line.fault(Field.AMOUNT, _("“%(text)s” is no amount: write 1200 or 1200.50.") % {"text": words[:50]})
        said = line.first(Field.CURRENCY)
        currency = _currency(said)
        if said and not currency:
            line.fault(Field.CURRENCY, _("No currency has this code; as EUR, USD or RUB."))
        exact = None if amount is None or amount < 0 or amount >= MOST else amount.quantize(Decimal("0.01"))
        return exact, currency or _signed(words) or self.currency

    def _seller(self, words: str) -> UUID:
        """By the address in it, else by the name; nobody we know leaves it to whoever was chosen for such rows."""
        shown = ADDRESS.search(words)
        known = self.people.get(shown[0].lower()) if shown else None
        return known or self.people.get(folded(ADDRESS.sub("", words).strip(" ()<>[],;")), self.person)

    def _key(self, line: Line) -> str:
        number = line.first(Field.NUMBER)
        return f"{self.system or 'own'}:{number}"[:120] if number else ""

    def _place(self, line: Line, made: Arrival) -> None:
        """In which stage it stood there, and whether it was won or lost."""
        words = line.first(Field.STAGE)
        to = self.said.get(stages.key_of(line.first(Field.PIPELINE), words), "") if words else ""
        over = _over(line.first(Field.STATUS))
        if words and not to and not over:
            wrong = _("There is no stage “%(text)s” with us: say which it is.") % {"text": words[:100]}
            line.fault(Field.STAGE, wrong)
        if to in self.stages:
            made.stage = self.stages[to]
            made.pipeline = made.stage.pipeline_id
        if (over or to) == WON:
            made.stage = self.ends[made.pipeline]
        elif (over or to) == LOST:
            made.deal.state = State.LOST
            if made.stage and made.stage.gate == Gate.HANDED_OVER:
                made.stage = None

    def _close(self, line: Line, made: Arrival) -> None:
        """When it was closed, and why it was lost; of an open one, when it is expected to be."""
        closed = line.moment(Field.CLOSED, self.zone)
        deal = made.deal
        is_over = deal.state == State.LOST or (made.stage is not None and made.stage.gate == Gate.HANDED_OVER)
        if not is_over:
            deal.closes_on = deal.closes_on or (closed.astimezone(self.zone).date() if closed else None)
            return
        deal.closed_at = max(min(closed, self.at), deal.opened_at) if closed else None
        if deal.state == State.LOST:
            words = line.first(Field.REASON)
            reason = self.reasons.get(folded(words), self.reason)
            made.reason = "" if reason and folded(reason.name) == folded(words) else words
            if reason is None:
                line.fault(Field.REASON, _("Say why it was lost: choose a reason for rows that name none of ours."))
            deal.reason = reason

    def _proofs(self, line: Line) -> dict[Gate, date]:
        found = {}
        for name in PROOFS:
            day = self._day(line, name)
            if day and day > self.today:
                line.fault(name, _("This day is still to come."))
            elif day:
                found[Gate(int(name.removeprefix(PROOF)))] = day
        return found

    def _task(self, line: Line) -> tuple[str, date] | None:
        due = self._day(line, Field.DUE)
        return (line.first(Field.TASK)[:300] or _("Go on with it"), due) if due else None

    def _day(self, line: Line, name: str) -> date | None:
        moment = line.moment(name, self.zone)
        return moment.astimezone(self.zone).date() if moment else None

    def _heading(self, line: Line) -> str:
        """The column that says where it stood."""
        for name in (Field.STAGE, Field.STATUS):
            if name in line.said:
                return self.headings[line.said[name][0][0]]
        return ""


def _over(words: str) -> str:
    said = folded(words)
    if not said or said in OPEN:
        return ""
    return next((over for over, pattern in stages.OVER if pattern.search(said)), "")


def _currency(words: str) -> str:
    code = words.strip().upper()
    return code if code in list_currencies() else _signed(words)


def _signed(words: str) -> str:
    return next((code for sign, code in SIGNS if sign in words.lower()), "")

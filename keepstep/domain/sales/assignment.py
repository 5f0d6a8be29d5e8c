"""Assignment: who answers a lead, and by which rule it came to them (§5.7)."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import absence, notification
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.person import Person, PersonQuerySet, Role
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.sales.lead import Lead, State, put
from keepstep.domain.sales.lead_record import Kind, last, write
from keepstep.domain.sales.source import Source, Way

GIVEN, WAITS = "lead_given", "lead_waits"
"""What people are told: a lead is theirs, or one waits for whoever takes it."""
IN_WORK = (State.UNSORTED, State.TAKEN)
A_MOMENT = timedelta(seconds=1)
BACK = "back"
"""The way of a giving that was taken back."""


class Assignment(Row):
    """`turn` counts those of a source that went in turn: whose last is the smallest is next."""

    lead = Key(Lead, models.CASCADE)
    person = Key(Person)
    source = Key(Source)
    way = models.CharField(max_length=5, choices=Way)
    turn = models.PositiveIntegerField(null=True)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "assignment"
        ordering = ("-at", "-id")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "source", "turn"], name="a_turn_is_somebodys_once"),
            models.CheckConstraint(
                condition=Q(way=Way.ROUND, turn__isnull=False) | ~Q(way=Way.ROUND) & Q(turn=None),
                name="what_goes_in_turn_has_its_turn",
            ),
        )
        indexes = (
            models.Index(fields=["agency", "lead", "-at", "-id"], name="assignment_of"),
            models.Index(
                fields=["agency", "source", "person", "-turn"], condition=Q(way="round"), name="assignment_in_turn"
            ),
        )

    def __str__(self) -> str:
        return f"{self.lead_id} → {self.person_id}"


class NotTheirsAnyMore(Exception):
    """It has gone on since."""

    def __init__(self) -> None:
        super().__init__(_("It has gone on since: here is how it stands now."))


def assign(lead: Lead, *, at: datetime, by: Person | None = None) -> None:
    """A new lead finds its salesperson by the way of its source. With nobody there it waits, and that is told.

    One lead of an agency at a time, so that two of the same moment do not both go to whoever was next.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=lead.agency_id)
    way = lead.source.way
    chosen = None if way == Way.HAND else _next(lead.source, way, at)
    if chosen is None:
        _tell_of_waiting(lead, at=at, by=by)
        return
    _hand_over(lead, chosen, way=way, at=at, by=None)


@transaction.atomic
def give(lead: Lead, *, person: Person, by: Person, at: datetime) -> None:
    """By hand, to this colleague. Raises NotTheirsAnyMore."""
    locked = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if locked.state not in IN_WORK:
        raise NotTheirsAnyMore
    _hand_over(locked, person, way=Way.HAND, at=at, by=by)


@transaction.atomic
def take_back(lead: Lead, *, by: Person, at: datetime) -> None:
    """The last giving by hand is undone: it is whose it was before. Raises NotTheirsAnyMore."""
    locked = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    given = last(locked, *Kind)
    if given is None or given.kind != Kind.GIVEN or str(locked.person_id) != given.facts["person"]:
        raise NotTheirsAnyMore
    put(locked, {"person_id": given.facts["was"] or None})
    write(locked, Kind.GIVEN, by=by, at=at, person=given.facts["was"], was=given.facts["person"], name="", way=BACK)


def latest(lead: Lead) -> Assignment | None:
    """By which rule it came to whoever has it now."""
    return Assignment.objects.filter(lead=lead, person=lead.person_id).first() if lead.person_id else None


def _hand_over(lead: Lead, person: Person, *, way: str, at: datetime, by: Person | None) -> None:
    turn = 1 + (_turns(lead.source.pk).aggregate(last=Max("turn"))["last"] or 0) if way == Way.ROUND else None
    made = Assignment.objects.create(
        lead=lead, person=person, source_id=lead.source_id, way=way, turn=turn, by=by, at=at
    )
    was = str(lead.person_id or "")
    put(lead, {"person": person})
    write(lead, Kind.GIVEN, by=by, at=at, person=str(person.pk), was=was, name=person.name, way=str(way))
    if person != by:
        _tell(person, lead, kind=GIVEN, key=str(made.pk), at=at)


def _turns(source: UUID) -> "models.QuerySet[Assignment]":
    return Assignment.objects.filter(source=source, way=Way.ROUND)


def _next(source: Source, way: str, at: datetime) -> Person | None:
    """Of the salespeople who are here in the next working hour: whose turn it is, or who has least to do."""
    people = _salespeople(at)
    return _least_loaded(people) if way == Way.LEAST else _in_turn(people, source)


def _in_turn(people: PersonQuerySet, source: Source) -> Person | None:
    """Whoever had no turn yet, else whose last was the earliest."""
    turns = _turns(source.pk).filter(person=OuterRef("pk")).order_by("-turn").values("turn")[:1]
    known = people.annotate(turn=Subquery(turns))
    return known.order_by(F("turn").asc(nulls_first=True), "joined_at", "name", "pk").first()


def _least_loaded(people: PersonQuerySet) -> Person | None:
    """Of those with as few leads in work, whoever was given one the longest ago."""
    loads = Lead.objects.filter(person=OuterRef("pk"), state__in=IN_WORK).order_by().values("person")
    given = Assignment.objects.filter(person=OuterRef("pk")).order_by("-at", "-id").values("at")[:1]
    load = Coalesce(Subquery(loads.annotate(n=Count("pk")).values("n")), 0)
    known = people.annotate(load=load, given=Subquery(given))
    return known.order_by("load", F("given").asc(nulls_first=True), "joined_at", "name", "pk").first()


def _salespeople(at: datetime) -> PersonQuerySet:
    """Who sells and is not away on the day of the next working moment: what comes by night is the morning's."""
    time = default_calendar().working_time()
    return absence.here_on(time.local_day(time.add(at, A_MOMENT))).with_role(Role.SALES)


def _tell_of_waiting(lead: Lead, *, at: datetime, by: Person | None) -> None:
    """Whoever sells, or where nobody does or is here, own management."""
    here = list(_salespeople(at)) or list(Person.objects.present().with_role(Role.HEAD, Role.OWNER))
    for person in here:
        if person != by:
            _tell(person, lead, kind=WAITS, key=str(lead.pk), at=at)


def _tell(person: Person, lead: Lead, *, kind: str, key: str, at: datetime) -> None:
    """Urgent in working hours alone: nobody is woken, the clock stands still by night."""
    facts = {"lead": lead.title, "source": lead.source.name, "words": lead.message[:200]}
    is_open = bool(default_calendar().working_time().between(at, at + A_MOMENT))
    address = reverse("lead", args=[lead.pk])
    notification.tell(person, kind=kind, key=key, facts=facts, address=address, at=at, is_urgent=is_open)

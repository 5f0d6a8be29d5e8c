"""The story of one client: what happens between it and the agency, told by the verbs of the pages."""

from dataclasses import dataclass, field
from datetime import timedelta

from keepstep.demo import post
from keepstep.demo.agency import Demo
from keepstep.demo.content import Client, Content, Face
from keepstep.demo.day import Day
from keepstep.demo.track import Track
from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.agency.person import Person
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import Account, State
from keepstep.domain.clients.contact import Contact, Part
from keepstep.domain.delivery import ball, project, taking
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.talk import engagement, mark, touchpoint
from keepstep.domain.talk.mark import Said
from keepstep.domain.talk.touchpoint import Direction, Form
from keepstep.domain.talk.update import Update
from keepstep.duties.call_client import DUTY as CALL
from keepstep.duties.push_stall import DUTY as PUSH
from keepstep.round import push
from keepstep.round.item import Item

ROUBLES = 100


@dataclass
class Story:
    """`age` counts the working days since the client came. `is_told_early`: today's update is out already."""

    demo: Demo
    calendar: WorkCalendar
    content: Content
    client: Client
    manager: Person
    producer: Person | None
    is_told_early: bool = False
    account: Account = field(init=False)
    contacts: list[Contact] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    age: int = 0

    @property
    def decider(self) -> Contact:
        return next(one for one in self.contacts if one.part == Part.DECISION_MAKER and not one.left_at)

    @property
    def worker(self) -> Contact:
        return next((one for one in self.contacts if one.part == Part.PROJECT and not one.left_at), self.decider)

    def word(self, name: str) -> str:
        return self.client.words[name]

    # How a client comes

    def welcome(self, day: Day) -> None:
        who = self.client
        self.account = account.welcome(
            name=who.name, manager=self.manager, by=self.demo.owner, at=day.about(9.5), language=self.content.language,
            business=who.business, site=who.site, about=who.about,
        )  # fmt: skip
        # In memory only: the agency's calendar is read once, and not for each of some ten thousand facts.
        self.account.calendar = self.calendar
        for face in who.faces:
            self.introduce(face)

    def introduce(self, face: Face) -> None:
        self.contacts.append(
            contact.introduce(
                self.account,
                name=face.name,
                email=face.email,
                phone=face.phone,
                part=face.part,
                position=face.position,
                gets_updates=face.gets_updates,
            )
        )

    def first_talk(self, day: Day) -> None:
        touchpoint.record(
            self.account, direction=Direction.OUT, form=Form.MEETING, at=day.about(11), by=self.manager,
            contact=self.decider, summary=self.content.talk.first_call,
        )  # fmt: skip

    def open(self, place: int, day: Day) -> Track:
        """The project at this place of the client's works begins."""
        work = self.client.works[place]
        opened = project.start(
            self.account, name=work.name, producer=self.producer, is_retainer=work.is_retainer, at=day.at(9)
        )
        doers = (self.producer or self.manager, self.demo.specialist)
        track = Track.begin(opened, work, self.content.services[work.service], doers, day)
        track.price = ROUBLES if self.content.currency == "RUB" else 1
        self.tracks.append(track)
        return track

    def become(self, state: State, day: Day, *, hour: float = 10, reason: str = "") -> None:
        account.become(self.account, state, by=self.manager, at=day.about(hour), reason=reason)

    def kick_off(self, day: Day) -> bool:
        """The first four days of every client; whether the day was one of them."""
        if self.age == 0:
            self.welcome(day)
        elif self.age == 1:
            self.first_talk(day)
        elif self.age == 2:
            self.open(0, day)
        elif self.age == 3:
            self.become(State.ACTIVE, day)
        return self.age <= 3

    # What an ordinary day brings

    def work(self, track: Track, day: Day, *, pace: float = 0.85, plans: bool = True) -> None:
        """A step on most days, in the morning or after the update; a figure on Fridays; the date kept."""
        track.moved += 1
        track.plan(day) if plans else None
        if day.chance(pace) or (day.ago in (1, 2) and pace):
            track.move(day.about(9.2 if day.chance(0.6) or day.is_unfinished else 16.6), day)
            track.plan(day) if plans else None
        if day.is_last and not day.is_unfinished and pace and day.chance(0.8):
            track.move(day.about(17), day)  # So that the next morning has something to tell.
        if day.date.weekday() == 4 and not day.is_unfinished and track.moved == 0:
            track.result(day.about(10.5), day)
        if track.milestone and track.milestone.due <= day.date and not day.is_unfinished:
            track.reach(day.about(10.9))
            track.promise(day)

    def agree(self, track: Track, day: Day) -> None:
        """Small questions come and go: a page to approve, a text to correct. None is left open too long."""
        if track.question:
            track.back_in -= 1
            if track.back_in <= 0 or day.ago <= 4:
                track.pass_back(day.about(10), day, by=self.manager)
        elif day.ago > 4 and day.chance(0.16) and not self.has_date_near(track, day):
            awaited = day.dice.choice(track.service.asks).format(track.thing)
            track.back_in = 1 + day.dice.randrange(3)
            track.question = self.ask(track, awaited, day, due_in=track.back_in + 1)

    def has_date_near(self, track: Track, day: Day) -> bool:
        return track.milestone is not None and day.until(track.milestone.due) <= 8

    def talk(self, day: Day) -> None:
        """A call a fortnight, a meeting a month, a question now and then that is answered within hours."""
        if day.is_unfinished or day.ago == 0:
            return
        said = self.content.talk
        if day.chance(0.08):
            self.touch(day, 11, Form.CALL, day.dice.choice(said.calls))
        if day.chance(0.03):
            self.touch(day, 14, Form.MEETING, day.dice.choice(said.meetings))
        if day.chance(0.09):
            self.hear(day, 9.6, day.dice.choice(said.questions))
            self.touch(day, 11 + day.dice.randrange(3), Form.EMAIL, day.dice.choice(said.answers))
        if day.chance(0.05):
            thanks = self.hear(day, 17, day.dice.choice(said.thanks))
            touchpoint.settle(thanks, by=self.manager, at=thanks.at + timedelta(minutes=9), needs_no_answer=True)

    def tell(self, day: Day, *, hour: float = 0) -> None:
        """The day's update; on the day that is not over most clients are still to be told."""
        if not day.is_unfinished or self.is_told_early:
            hour = hour or (11.8 + day.dice.randrange(4))
            told = post.tell(self.account, by=self.manager, at=day.about(hour))
            if not day.is_unfinished:
                self.read(told, day)

    def read(self, told: Update, day: Day) -> None:
        """Some look into the portal, and now and then a mark is given; without the dice, which belong to the work."""
        reader, later = self.worker, told.written_at + timedelta(hours=1)
        if not reader.opens_portal or not reader.gets_updates:
            return
        if day.ago % 3 == 1:
            engagement.visit(reader, at=later)
        if day.ago % 11 == 4:
            mark.give(told, contact=reader, said=Said.USEFUL, points=4 + day.ago % 2, at=later)

    def live(self, day: Day, *, pace: float = 0.85, order: float = 1) -> None:
        """An ordinary day with this much work and order."""
        for track in self.tracks:
            if track.is_open:
                self.work(track, day, pace=pace)
                self.agree(track, day)
        self.talk(day)
        if day.chance(order):
            self.tell(day)

    # Single acts

    def ask(self, track: Track, awaited: str, day: Day, *, due_in: int, hour: float = 10.8) -> Ball:
        """A ball at the client: something is awaited of the one who does the work there."""
        return ball.throw(
            track.project, side=Side.CLIENT, awaited=awaited, contact=self.worker, by=self.manager, at=day.about(hour),
            due=day.ahead(due_in), is_approval=awaited.startswith(self.content.talk.approval),
        )  # fmt: skip

    def touch(self, day: Day, hour: float, form: Form, summary: str, *, by: Person | None = None) -> None:
        touchpoint.record(
            self.account, direction=Direction.OUT, form=form, at=day.about(hour), by=by or self.manager,
            contact=self.worker, summary=summary,
        )  # fmt: skip

    def hear(self, day: Day, hour: float, summary: str, *, who: Contact | None = None) -> touchpoint.Touchpoint:
        return touchpoint.record(
            self.account, direction=Direction.IN, form=Form.EMAIL, at=day.about(hour), contact=who or self.worker,
            summary=summary,
        )  # fmt: skip

    def push(self, track: Track, held: Ball, day: Day) -> None:
        """Whatever rung Today asks for is climbed: a letter, or own management's call, each of them a notice."""
        asked = Item.objects.open().filter(duty__in=(PUSH.code, CALL.code), project=track.project, day=day.date).first()
        if asked is None:
            return
        audience = asked.facts["audience"]
        is_call = asked.duty == CALL.code
        by = (self.manager.head if is_call else self.manager) or self.manager
        contact = push.whom(held, [one for one in self.contacts if not one.left_at], audience=audience)
        facts = push.Facts(
            project=track.project, ball=held, days=asked.facts["days"], sender=by, milestone=track.milestone,
            time=day.time,
        )  # fmt: skip
        said = push.words(facts, rung=Rung(audience=audience), contact=contact)
        at = day.about(10.3)
        if is_call:
            outcomes = self.content.talk.outcomes
            outcome = outcomes[asked.rung % len(outcomes)]
            push.call(track.project, held, by=by, at=at, rung=asked.rung, contact=contact, said=said, outcome=outcome)
        elif contact:
            post.push(contact, said=said, ball=held, rung=asked.rung, by=by, at=at)
        taking.take(track.project, since=asked.since, person=by, at=at)

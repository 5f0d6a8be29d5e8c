"""The story of one client: what happens between it and the agency, told by the verbs of the pages."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from keepstep.demo import letters, post, sheets
from keepstep.demo.agency import Demo
from keepstep.demo.content import Client, Content, Enclosed, Face, Letter
from keepstep.demo.day import Day
from keepstep.demo.post import Word
from keepstep.demo.track import Track
from keepstep.domain.agency import own_list
from keepstep.domain.agency.calendar import WorkCalendar
from keepstep.domain.agency.ladder import Rung
from keepstep.domain.agency.person import Person
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import Account, State
from keepstep.domain.clients.churn_reason import ChurnReason
from keepstep.domain.clients.contact import Contact, Part
from keepstep.domain.delivery import amendment, ball, passing, pause, project, taking
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.delivery.pause import Pause
from keepstep.domain.talk import document, enclosure, engagement, mark, safety_net, touchpoint
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.mark import Said
from keepstep.domain.talk.safety_net import Stand
from keepstep.domain.talk.touchpoint import Direction, Form
from keepstep.domain.talk.update import Update
from keepstep.duties.call_client import DUTY as CALL
from keepstep.duties.push_stall import DUTY as PUSH
from keepstep.round import push
from keepstep.round.item import Item

ROUBLES = 100
TOLD_FROM = 11.8
"""The hour by which the day's updates are drafted; they go in the four hours after it."""


@dataclass
class Story:
    """`age` counts the working days since the client came. `is_told_early`: today's update is out already. `told_at`:
    when the update that is to go today does."""

    demo: Demo
    calendar: WorkCalendar
    content: Content
    client: Client
    manager: Person
    producer: Person | None
    is_told_early: bool = False
    writes_by: Form = Form.EMAIL
    account: Account = field(init=False)
    contacts: list[Contact] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    pause: Pause | None = None
    age: int = 0
    told_at: datetime | None = None

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

    def give_to(self, producer: Person, track: Track, day: Day) -> None:
        """Another colleague produces it from now on."""
        one = track.project
        amendment.amend(
            one, name=one.name, producer=producer, is_retainer=one.is_retainer, by=self.manager, at=day.at(9.4)
        )
        track.doers = (producer, self.demo.specialist)

    def become(self, state: State, day: Day, *, hour: float = 10, reason: str = "") -> None:
        """Whoever leaves had heard too little from us."""
        because = own_list.offered(ChurnReason, self.demo.agency).order_by("pk")[1] if state == State.CHURNED else None
        account.become(self.account, state, by=self.manager, at=day.about(hour), reason=reason, because=because)

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

    def agree(self, track: Track, day: Day, *, asks: float = 0.8) -> None:
        """What is made goes to the client, who approves it or asks for changes; the next thing is asked for on so many
        days. Without any `asks` whatever is in the air comes in."""
        if track.question:
            track.back_in -= 1
            if track.back_in <= 0 or not asks:
                track.pass_back(day.about(10), day, by=self.manager)
        if track.question is None and day.chance(asks):
            back_in = 1 + day.dice.randrange(3)
            if not self.has_date_near(track, day, within=back_in + 4):
                awaited = day.dice.choice(track.service.asks).format(track.thing)
                track.back_in = back_in
                track.question = self.ask(track, awaited, day, due_in=back_in + 1)

    def has_date_near(self, track: Track, day: Day, *, within: int = 8) -> bool:
        return track.milestone is not None and day.until(track.milestone.due) <= within

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
            self.touch(day, 11 + day.dice.randrange(3), self.writes_by, day.dice.choice(said.answers))
        if day.chance(0.05):
            thanks = self.hear(day, 17, day.dice.choice(said.thanks))
            touchpoint.settle(thanks, by=self.manager, at=thanks.at + timedelta(minutes=9), needs_no_answer=True)

    def tell(self, day: Day) -> None:
        """The day's update is to go, with those of the other clients; on the day that is not over most are still to be
        told. One that shows a picture is written for itself."""
        at = self._told_at(day)
        if at and self.client.enclosed and day.ago == 1:
            self.read(self.tell_with(self.client.enclosed, day, at=at), day)
        else:
            self.told_at = at

    def tell_now(self, day: Day) -> Update | None:
        """The same for a client who answers it."""
        at = self._told_at(day)
        if not at:
            return None
        told = post.tell(self.account, by=self.manager, at=at)
        self.read(told, day)
        return told

    def word_to_go(self) -> Word | None:
        """The update of today that waits for those of the others."""
        at, self.told_at = self.told_at, None
        return Word(self.account, self.manager, at) if at else None

    def _told_at(self, day: Day) -> datetime | None:
        if day.is_unfinished and not self.is_told_early:
            return None
        return day.about(TOLD_FROM + day.dice.randrange(4))

    def stretch_net(self, day: Day) -> None:
        """From now on this client hears from us by itself, if nobody has written."""
        safety_net.stretch_for(self.account, stand=Stand.ON, by=self.manager, at=day.at(9.5))

    def let_go(self, day: Day) -> None:
        """Nobody has written by the hour."""
        post.let_go(self.demo.agency, at=day.at(safety_net.USUAL_HOUR.hour))

    def tell_with(self, one: Enclosed, day: Day, *, at: datetime) -> Update:
        """An update with a picture; it was not the last one, which follows an hour later."""
        shown = self.enclose(f"{one.title}.png", sheets.picture(one, self.content, self.client), at=at)
        told = post.tell(self.account, by=self.manager, at=at, line=one.line, enclosed=[shown])
        later = at + timedelta(hours=1)
        paper = sheets.pdf(one.better, self.content, self.client, day.date)
        better = self.enclose(one.better.file_name, paper, at=later)
        post.correct(told, subject=one.subject, body=one.body, by=self.manager, at=later, enclosed=[better])
        return told

    def enclose(self, name: str, content: bytes, *, at: datetime) -> Enclosure:
        return enclosure.add(self.account, name=name, content=content, beside=[], by=self.manager, at=at)

    def read(self, told: Update, day: Day) -> None:
        """Once the day is over some have looked into the portal, and now and then given a mark; without the dice, which
        belong to the work."""
        reader, later = self.worker, told.written_at + timedelta(hours=1)
        if day.is_unfinished or not reader.opens_portal or not reader.gets_updates:
            return
        if day.ago % 3 == 1:
            engagement.visit(reader, at=later)
        if day.ago % 11 == 4:
            mark.give(told, contact=reader, said=Said.USEFUL, points=4 + day.ago % 2, at=later)

    def live(self, day: Day, *, pace: float = 0.85, order: float = 1, asks: float = 0.8) -> None:
        """An ordinary day with this much work and order; what rests by agreement is left alone."""
        if self.pause and self.pause.lasts(day.at(12)):
            return
        for track in self.tracks:
            if track.is_open and not track.rests(day.at(12)):
                self.work(track, day, pace=pace)
                self.agree(track, day, asks=asks)
        self.talk(day)
        if day.chance(order):
            self.tell(day)

    # Single acts

    def rest(self, day: Day, *, until: date, reason: str, track: Track | None = None) -> None:
        """By agreement the work of this project, or all of the client's, rests until that day."""
        for each in [track] if track else self.tracks:
            if each.question:
                passing.land(each.question, by=self.manager, at=day.at(16.9))
                each.question = None
        agreed = pause.agree(
            self.account, project=track.project if track else None, since=day.at(17), until=day.opening(until),
            agreed_with=self.decider.name, by=self.manager, at=day.at(17), reason=reason,
        )  # fmt: skip
        if track:
            track.pause = agreed
        else:
            self.pause = agreed

    def wake(self, day: Day) -> None:
        """The client is back sooner than agreed."""
        if self.pause:
            pause.resume(self.pause, by=self.manager, at=day.at(9))
            self.pause = None

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
            self.account, direction=Direction.IN, form=self.writes_by, at=day.about(hour), contact=who or self.worker,
            summary=summary,
        )  # fmt: skip

    def write(
        self, day: Day, hour: float, words: str, *, who: Contact | None = None, answers: Update | None = None
    ) -> None:
        """The client writes by mail, maybe under an update of ours."""
        who = who or self.worker
        sender = Letter(who.name, who.email, self.content.talk.subject, words)
        letters.come(self.demo.agency, self.content, sender, at=day.about(hour), answers=answers)

    def share(self, day: Day) -> None:
        """What the client may read in the portal from this day of ours on."""
        for sheet in self.client.sheets:
            if sheet.age == self.age:
                at = day.about(14)
                document.share(
                    self.account, name=sheet.file_name, content=sheets.pdf(sheet, self.content, self.client, day.date),
                    by=self.manager, at=at, project=self.tracks[sheet.work].project if sheet.work is not None else None,
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

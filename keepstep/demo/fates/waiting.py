"""Clients whose work waits: for themselves, for a third party, for both of us."""

from keepstep.demo.day import Day
from keepstep.demo.story import Story
from keepstep.demo.track import Track
from keepstep.domain.agency.person import Person
from keepstep.domain.delivery import ball, due_move, holder, milestone, passing, task
from keepstep.domain.delivery.ball import Ball, Side
from keepstep.domain.talk.touchpoint import Form

WHILE_WAITING = 10


def told(story: Story, day: Day) -> None:
    """Six weeks without the client's pictures, but never a day without word and never a rung left out.

    In the newsletter an approval is overdue since yesterday: one to ask for again.
    """
    if story.kick_off(day):
        return
    site = story.tracks[0]
    if day.ago == 60:
        story.open(1, day)
    if day.ago > 31:
        story.live(day)
        return
    if day.ago == 31:
        site.move(day.at(9.2), day)
        site.question = _wait(story, site, day)
    for newsletter in story.tracks[1:]:
        story.work(newsletter, day, pace=0.5)
        story.agree(newsletter, day)
        if day.ago == 4:
            if newsletter.question:
                passing.land(newsletter.question, by=story.manager, at=day.at(16))
            newsletter.question = story.ask(newsletter, newsletter.approval, day, due_in=3, hour=16.8)
            newsletter.back_in = 6
    _plan_on(story, site, day)
    if site.question and day.ago > 0:
        story.push(site, site.question, day)
        if site.milestone and day.until(site.milestone.due) <= 4:
            _move_date(site, day, by=story.manager, reason=story.word("moved"))
    if day.ago != 24:
        story.tell(day)
    elif told := story.tell_now(day):
        story.write(day, 15.5, story.word("promise"), answers=told)
        story.touch(day, 16.4, Form.CALL, story.content.talk.outcomes[0])


def untold(story: Story, day: Day) -> None:
    """The same wait in silence: three updates in seven weeks, no push. The delay will be called ours."""
    if story.kick_off(day):
        return
    site = story.tracks[0]
    if day.ago > 34:
        story.live(day, pace=0.8, order=0.7, asks=0.4)
        return
    if day.ago == 34:
        site.move(day.at(9.2), day)
        site.question = _wait(story, site, day)
    _plan_on(story, site, day)
    if day.ago in (26, 15, 6):
        story.tell(day)


def third(story: Story, day: Day) -> None:
    """Payments cannot be built before the bank has sent contract and keys."""
    if story.kick_off(day):
        return
    shop = story.tracks[0]
    if day.ago > 3:
        story.live(day, order=0.95)
        return
    if day.ago == 3:
        story.agree(shop, day, asks=0)
        story.work(shop, day, pace=1)
        ball.throw(
            shop.project, side=Side.THIRD, third_party=story.word("party"), awaited=story.word("awaited"),
            by=story.manager, at=day.at(11.5), due=day.ahead(4),
        )  # fmt: skip
        if story.has_date_near(shop, day):
            _move_date(shop, day, by=story.manager, reason=story.word("awaited"))
    story.tell(day)


def both(story: Story, day: Day) -> None:
    """We owe the client texts, two people there owe us pictures, one of them still: the days belong to both."""
    if story.kick_off(day):
        return
    site = story.tracks[0]
    if day.ago > 7:
        story.live(day, pace=0.8, order=0.9, asks=0.6)
        return
    story.agree(site, day, asks=0)
    if day.ago == 7:
        ball.throw(
            site.project, side=Side.US, awaited=story.word("ours"), person=story.demo.specialist, by=story.manager,
            at=day.at(10.9), due=day.ahead(9),
        )  # fmt: skip
        holder.share(story.ask(site, story.word("theirs"), day, due_in=6, hour=11.2), required=[story.decider])
    _half_answered(story, day)
    if day.ago > 1:
        story.work(site, day, pace=1)
    story.tell(day)


def _half_answered(story: Story, day: Day) -> None:
    """One of the two has sent theirs; for the other the date is moved, and stays in sight."""
    photos = Ball.objects.in_the_air().filter(project__account=story.account, awaited=story.word("theirs")).first()
    if photos and day.ago == 3:
        own = photos.holders.get(contact=story.worker)
        holder.answer(own, by=story.manager, at=day.at(10.2))
    if photos and day.ago == 2:
        due_move.move(photos, to=day.ahead(5), by=story.manager, at=day.at(11.4), reason=story.word("later"))


def _wait(story: Story, site: Track, day: Day) -> ball.Ball:
    """What was asked in passing comes in; then the one thing is asked for on which all depends."""
    if site.question:
        passing.land(site.question, by=story.manager, at=day.at(10))
    return story.ask(site, story.word("awaited"), day, due_in=3)


def _plan_on(story: Story, site: Track, day: Day) -> None:
    """What can be done in the meantime is done; then one dated task says what follows when the thing is here."""
    while site.planned:
        task.finish(site.planned.popleft(), by=site.doers[0], at=day.at(10.9))
    if day.ago % WHILE_WAITING == 1 or day.ago == 31:
        due = day.ahead(WHILE_WAITING)
        if site.follows is None:
            site.follows = task.plan(
                site.project, title=story.word("next"), at=day.at(11), due=due, person=site.doers[0]
            )
        else:
            task.amend(site.follows, due=due)


def _move_date(track: Track, day: Day, *, by: Person, reason: str) -> None:
    """The date that depends on it is moved before it passes, and the client hears why."""
    if track.milestone:
        milestone.move(track.milestone, to=day.ahead(15), by=by, at=day.at(11.6), reason=reason)

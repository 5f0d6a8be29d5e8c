"""Clients who are on their way out, or have stopped for a while."""

from keepstep.demo.content import Face
from keepstep.demo.day import Day
from keepstep.demo.story import Story
from keepstep.domain.clients import contact
from keepstep.domain.clients.account import State
from keepstep.domain.clients.contact import Part
from keepstep.domain.talk.touchpoint import Form


def silent(story: Story, day: Day) -> None:
    """The manager stopped writing nine working days ago, then the work stopped too. Now the client asks."""
    if story.kick_off(day):
        return
    campaign = story.tracks[0]
    if day.ago > 9:
        story.live(day, pace=0.8, order=0.85, asks=0.4)
        return
    story.agree(campaign, day, asks=0)
    if day.ago >= 7:
        story.work(campaign, day, pace=1)
    if day.ago == 2:
        story.write(day, 15.2, story.word("question"), who=story.decider)


def leaving(story: Story, day: Day) -> None:
    """The one who hired us went, word became rare, and four months' work ended with a polite letter."""
    if story.kick_off(day) or day.ago < 16:
        return
    if day.ago == 55:
        contact.depart(story.decider, at=day.at(12))
        story.introduce(
            Face(story.word("new_name"), story.word("new_position"), story.word("new_email"), Part.DECISION_MAKER)
        )
    if day.ago > 50:
        story.live(day, pace=0.85, order=0.95)
        return
    if day.ago == 40:
        story.hear(day, 9.6, story.word("complaint"), who=story.decider)
    if day.ago == 39:
        story.touch(day, 16, Form.EMAIL, story.content.talk.answers[0])
    if day.ago == 16:
        _end(story, day)
        return
    story.live(day, pace=0.5, order=0.3, asks=0.3)


def paused(story: Story, day: Day) -> None:
    """Rests by agreement until spring."""
    if story.kick_off(day):
        return
    story.live(day, order=0.95)
    if day.ago == 12:
        story.rest(day, until=day.ahead(80), reason=story.word("reason"))


def _end(story: Story, day: Day) -> None:
    letter = story.hear(day, 9.4, story.word("farewell"), who=story.decider)
    story.touch(day, 11, Form.CALL, letter.summary, by=story.manager.head)
    for track in story.tracks:
        track.close(day.at(15))
    story.become(State.CHURNED, day, hour=16, reason=story.word("reason"))

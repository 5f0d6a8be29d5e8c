"""Clients with whom all goes well, or nearly."""

from keepstep.demo.day import Day
from keepstep.demo.story import Story
from keepstep.domain.delivery import milestone, task
from keepstep.domain.talk.touchpoint import Form

ILL = 15
"""The day on which the first manager was ill and nobody stood in: so many working days ago."""


def model(story: Story, day: Day) -> None:
    """Every day a step and a word; after two months the search promotion is added."""
    if story.kick_off(day):
        return
    if story.age == 40:
        story.open(1, day)
    story.live(day, pace=0.95)


def growing(story: Story, day: Day) -> None:
    """One project, then two, then three."""
    if story.kick_off(day):
        return
    if story.age == 34:
        story.touch(day, 9.3, Form.MEETING, story.word("second"))
        story.open(1, day)
    if day.ago == 30:
        story.touch(day, 9.3, Form.MEETING, story.word("third"))
        story.open(2, day)
    story.live(day, pace=0.9)


def asking(story: Story, day: Day) -> None:
    """All well, but the last letter still waits for its answer."""
    if story.kick_off(day):
        return
    _live_but_ill(story, day)
    if day.is_last:
        story.hear(day, 9.8 if day.is_unfinished else 16.7, story.word("question"), who=story.decider)


def slipping(story: Story, day: Day) -> None:
    """A promised date is two days away, a task of it is late, and the client does not know yet."""
    if story.kick_off(day):
        return
    site = story.tracks[0]
    if day.ago == 20:
        site.reach(day.at(9.1))
        promised = milestone.promise(site.project, title=story.word("milestone"), due=day.ahead(22))
        task.plan(
            site.project, title=story.word("late"), at=day.at(9.2), due=day.ahead(19), person=site.doers[1],
            milestone=promised,
        )  # fmt: skip
    _live_but_ill(story, day)


def unplanned(story: Story, day: Day) -> None:
    """A retainer that goes its way so quietly that nobody has dated the next task."""
    if story.kick_off(day):
        return
    retainer = story.tracks[0]
    if day.ago > 5:
        story.live(day, pace=0.9)
        return
    story.work(retainer, day, pace=1, plans=False)
    story.agree(retainer, day)
    story.tell(day)


def fresh(story: Story, day: Day) -> None:
    """Came three days ago; the people are known, the first talk was yesterday, a project is still to be opened."""
    if story.age == 0:
        story.welcome(day)
    elif day.ago == 1:
        story.first_talk(day)


def _live_but_ill(story: Story, day: Day) -> None:
    """As every day, but on that one nobody spoke with the client."""
    if day.ago == ILL:
        for track in story.tracks:
            story.work(track, day)
    else:
        story.live(day)

"""Clients with whom all goes well, or nearly."""

from keepstep.demo.day import Day
from keepstep.demo.story import Story
from keepstep.domain.delivery import milestone, task
from keepstep.domain.talk.touchpoint import Form

ILL = 15
"""The day on which the first manager was ill and nobody stood in: so many working days ago."""
NETTED = 6
"""The day on which nobody had written by five, and the draft went by itself."""


def model(story: Story, day: Day) -> None:
    """Every day a step and a word; after two months the search promotion is added."""
    if story.kick_off(day):
        return
    if story.age == 40:
        story.open(1, day)
    story.live(day, pace=0.95, asks=0.95)


def growing(story: Story, day: Day) -> None:
    """One project, then two, of which another colleague takes one over, then three; the third rests for now, and the
    first will miss a date of which the client holds the half."""
    if story.kick_off(day):
        return
    if story.age == 34:
        story.touch(day, 9.3, Form.MEETING, story.word("second"))
        story.open(1, day)
    if day.ago == 30:
        story.touch(day, 9.3, Form.MEETING, story.word("third"))
        story.open(2, day)
    if day.ago == 28:
        story.give_to(story.demo.producers[1], story.tracks[1], day)
    if day.ago == 12:
        _promise_tightly(story, day)
    story.live(day, pace=0.9)
    if day.ago == 9:
        story.rest(day, until=day.ahead(15), reason=story.word("rest"), track=story.tracks[2])
    if day.ago == 2 and story.tracks[0].milestone:
        story.ask(story.tracks[0], story.word("late"), day, due_in=7, hour=11.7)


def _promise_tightly(story: Story, day: Day) -> None:
    """A date with two tasks of its own: whatever comes later than three days before it comes too late."""
    shop = story.tracks[0]
    shop.reach(day.at(9.1))
    shop.milestone = milestone.promise(shop.project, title=story.word("milestone"), due=day.ahead(18))
    for title, due_in in (("cards", 16), ("check", 17)):
        task.plan(
            shop.project, title=story.word(title), at=day.at(9.2), due=day.ahead(due_in), person=shop.doers[0],
            milestone=shop.milestone,
        )  # fmt: skip


def asking(story: Story, day: Day) -> None:
    """All well, but the last letter still waits for its answer. Since the illness a safety net is stretched."""
    if story.kick_off(day):
        return
    if day.ago == ILL - 1:
        story.stretch_net(day)
    if day.ago == NETTED:
        for track in story.tracks:
            story.work(track, day)
        story.let_go(day)
    else:
        _live_but_ill(story, day)
    if day.is_last:
        story.write(day, 9.8 if day.is_unfinished else 16.7, story.word("question"), who=story.decider)


def slipping(story: Story, day: Day) -> None:
    """A promised date is two days away, a task of it is late, and the client does not know yet."""
    if story.kick_off(day):
        return
    site = story.tracks[0]
    if day.ago == 20:
        site.reach(day.at(9.1))
        site.milestone = milestone.promise(site.project, title=story.word("milestone"), due=day.ahead(22))
        task.plan(
            site.project, title=story.word("late"), at=day.at(9.2), due=day.ahead(19), person=site.doers[1],
            milestone=site.milestone,
        )  # fmt: skip
    _live_but_ill(story, day)


def unplanned(story: Story, day: Day) -> None:
    """A retainer that rested for a week, and goes its way so quietly that nobody has dated the next task."""
    if story.kick_off(day):
        return
    retainer = story.tracks[0]
    if day.ago == 33:
        story.wake(day)
    if day.ago > 5:
        story.live(day, pace=0.9)
        if day.ago == 40:
            story.rest(day, until=day.ahead(11), reason=story.word("rest"))
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

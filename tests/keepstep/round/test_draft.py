"""The draft of the day's update: done, next, waiting, result, or the quiet day (§5.2)."""

from datetime import timedelta

import pytest

from keepstep.domain.clients import account, contact
from keepstep.domain.delivery import ball, milestone, project, step, task
from keepstep.domain.delivery.step import Kind
from keepstep.domain.talk import update
from keepstep.outlet import markdown
from keepstep.round.draft import Draft, compose, write
from keepstep.round.news import gather
from tests.cast import House

DAY = timedelta(days=1)


def drafted(house: House) -> Draft:
    return compose(house.northwind, day=house.day, at=house.at)


def test_a_day_with_everything(house: House) -> None:
    site = house.project
    step.record(site, title="Orders grew by 12 %", kind=Kind.RESULT, by=house.pavel, at=house.at - timedelta(hours=1))
    task.plan(site, title="hdr-17", client_title="Header of the shop", due=house.day, at=house.at)
    milestone.promise(site, title="Launch", due=house.day + 18 * DAY)
    ball.throw(site, side="client", awaited="photos", contact=house.ines, due=house.day + DAY, by=None, at=house.at)
    ball.throw(site, side="us", awaited="banner", by=None, at=house.at)
    ball.throw(site, side="third", awaited="keys", third_party="Bank", by=None, at=house.at - 4 * DAY)
    draft = drafted(house)
    assert draft.subject == "2 March: 2 steps forward"
    assert draft.body == (
        "Hello, Ines!\n\n"
        "**Done**\n- Menu page is ready\n\n"
        "**Result**\n- Orders grew by 12 %\n\n"
        "**Next**\n- Header of the shop — today\n- Launch — by 20 March\n\n"
        "**In our hands**\n- banner\n\n"
        "**Waiting for you**\n- photos (Ines) — tomorrow\n\n"
        "**Waiting for others**\n- keys (Bank) — since 26 February"
    )
    assert (draft.is_quiet, draft.facts["quiet"], len(draft.facts["steps"]), len(draft.facts["balls"])) == (
        False, False, 2, 3,
    )  # fmt: skip


def test_a_quiet_day_says_where_things_stand(house: House) -> None:
    update.send(house.northwind, day=house.day - DAY, subject="x", body="x", by=house.vera, at=house.at - DAY)
    ball.throw(house.project, side="client", awaited="photos", due=house.day - DAY, by=None, at=house.at - 5 * DAY)
    draft = drafted(house)
    assert (draft.is_quiet, draft.subject) == (True, "2 March: how things stand")
    assert draft.body == (
        "Hello, Ines!\n\n"
        "A quiet day: nothing new to show since our last message. Here is where things stand.\n\n"
        "**Waiting for you**\n- photos — was due 1 March"
    )


def test_it_is_never_empty(house: House) -> None:
    bare = account.welcome(name="Bare", manager=house.vera, by=house.vera, at=house.at)
    assert compose(bare, day=house.day, at=house.at).body == (
        "Hello!\n\n"
        "A quiet day: nothing new to show since our last message. Here is where things stand.\n\n"
        "Tomorrow we go on and will tell you what has moved."
    )


def test_what_was_told_is_not_told_again(house: House) -> None:
    update.send(house.northwind, day=house.day - DAY, subject="x", body="x", by=house.vera, at=house.at - DAY)
    step.record(house.project, title="New since then", by=house.pavel, at=house.at - timedelta(hours=2))
    draft = drafted(house)
    assert "New since then" in draft.body
    assert "Menu page is ready" not in draft.body
    assert draft.subject == "2 March: New since then"


def test_two_projects_are_named(house: House) -> None:
    ads = project.start(house.northwind, name="Ads", at=house.at - DAY)
    step.record(ads, title="Campaign is on", by=house.pavel, at=house.at - timedelta(hours=1))
    assert "**Done**\n- Ads: Campaign is on\n- New site: Menu page is ready\n\n" in drafted(house).body


def test_steps_of_a_project_stand_together_under_its_name(house: House) -> None:
    ads = project.start(house.northwind, name="Ads", at=house.at - DAY)
    for minutes, title in ((50, "Campaign is on"), (40, "Texts are ready")):
        step.record(ads, title=title, by=house.pavel, at=house.at - timedelta(minutes=minutes))
    body = drafted(house).body
    assert "**Done**\n- Ads\n  - Campaign is on\n  - Texts are ready\n- New site: Menu page is ready\n\n" in body
    assert "- Ads\n  - Campaign is on\n" in markdown.plain(body)


def test_what_several_systems_told_is_said_once(house: House) -> None:
    step.record(house.project, title="menu page is ready", by=house.pavel, at=house.at - timedelta(minutes=5))
    assert drafted(house).body.count("page is ready") == 1


def test_a_date_that_was_kept_comes_first(house: House) -> None:
    promised = milestone.promise(house.project, title="Launch", due=house.day)
    milestone.reach(promised, by=house.pavel, at=house.at - timedelta(minutes=5))
    assert "**Done**\n- Launch\n- Menu page is ready" in drafted(house).body


def test_it_speaks_the_clients_language(house: House) -> None:
    account.amend(house.northwind, language="ru")
    draft = drafted(house)
    assert draft.language == "ru"
    assert "**Сделано**\n- Menu page is ready" in draft.body
    assert draft.subject.startswith("2 марта")


def test_signs_of_layout_in_peoples_words_stay_signs(house: House) -> None:
    ball.throw(house.project, side="us", awaited="*stars* [and] <b>", by=None, at=house.at)
    assert r"- \*stars\* \[and\] \<b\>" in drafted(house).body


def test_several_readers_are_greeted_together(house: House) -> None:
    contact.introduce(house.northwind, name="Ada", email="ada@northwind.test")
    assert drafted(house).body.startswith("Hello!\n")


@pytest.mark.parametrize(
    ("tone", "first", "quiet"),
    [
        ("warm", "Hello, Ines!", "A quiet day: nothing new to show since our last message."),
        ("formal", "Good day, Ines Weber.", "There is nothing new to report since our last message."),
        ("brief", "Nothing new since our last message.", "Nothing new since our last message."),
    ],
)
def test_each_client_is_spoken_to_in_its_tone(house: House, tone: str, first: str, quiet: str) -> None:
    contact.amend(house.ines, name="Ines Weber")
    account.amend(house.northwind, tone=tone)
    update.send(house.northwind, day=house.day - DAY, subject="x", body="x", by=house.vera, at=house.at - DAY)
    paragraphs = drafted(house).body.split("\n\n")
    assert paragraphs[0] == first
    assert any(paragraph.startswith(quiet) for paragraph in paragraphs)


def test_it_is_written_once_in_each_language_of_its_readers(house: House) -> None:
    contact.introduce(house.northwind, name="Olga Orlova", email="olga@northwind.test", language="ru")
    news = gather(house.northwind, day=house.day, at=house.at)
    assert news.languages == ["en", "ru"]
    english, russian = (write(news, language=language).body.split("\n\n") for language in news.languages)
    assert (english[0], russian[0]) == ("Hello, Ines!", "Olga, здравствуйте!")
    assert (english[1], russian[1]) == ("**Done**\n- Menu page is ready", "**Сделано**\n- Menu page is ready")


@pytest.mark.parametrize(("steps", "shown", "last"), [(12, 12, "Step 12"), (20, 12, "and 9 more")])
def test_a_long_day_is_shortened(house: House, steps: int, shown: int, last: str) -> None:
    for number in range(1, steps + 1):
        step.record(house.project, title=f"Step {number}", by=house.pavel, at=house.at - timedelta(minutes=60 - number))
    update.send(house.northwind, day=house.day - DAY, subject="x", body="x", by=house.vera, at=house.at - DAY)
    lines = [line for line in drafted(house).body.splitlines() if line.startswith("- ")]
    assert (len(lines), lines[-1]) == (shown, f"- {last}")

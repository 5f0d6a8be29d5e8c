"""A project's page: what moved, who holds what, which dates were promised; each act in one form."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact
from keepstep.domain.delivery import ball, milestone, notice, passing, project, step, task
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.milestone import Milestone, MilestoneMove
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Step
from keepstep.domain.delivery.task import Task
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.sending import UNDO_LIFE, Sending
from tests.cast import House
from tests.queries import queries_of

In = Callable[[Person], Client]
DAY = timedelta(days=1)
PUSH = {"how": "send", "subject": "Photos", "words": "Dear Ines"}
THROWN = {"awaited": "photos", "side": "client", "due": "2026-03-05"}


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=house.at):
        yield


def on(house: House, name: str) -> str:
    return reverse(name, args=[house.project.pk])


def thrown(house: House) -> Ball:
    return ball.throw(
        house.project, side="client", awaited="photos", contact=house.ines, by=None, at=house.at - 3 * DAY
    )


def test_a_step_is_recorded(house: House, client_of: In) -> None:
    answer = client_of(house.vera).post(on(house, "step_new"), {"title": "Menu is online", "kind": "launch"})
    assert answer.status_code == 302
    made = Step.objects.get(title="Menu is online")
    assert (made.kind, made.person, made.day) == ("launch", house.vera, house.day)


def test_begun_on_the_page_it_answers_with_the_page(house: House, client_of: In) -> None:
    where = on(house, "step_new")
    page = f"http://testserver{on(house, 'project')}"
    answer = client_of(house.vera).post(
        where, {"title": "Menu is online", "kind": "other"}, headers={"HX-Request": "true", "HX-Current-URL": page}
    )
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#page")
    assert "Menu is online" in answer.content.decode()


def test_begun_elsewhere_that_page_asks_for_its_own(house: House, client_of: In) -> None:
    answer = client_of(house.vera).post(
        on(house, "step_new"), {"title": "x", "kind": "other"},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/"},
    )  # fmt: skip
    assert (answer.headers["HX-Reswap"], "page:changed" in answer.headers["HX-Trigger"]) == ("none", True)


def test_a_step_without_words_is_refused_at_its_field(house: House, client_of: In) -> None:
    answer = client_of(house.vera).post(on(house, "step_new"), {"title": " ", "kind": "other"})
    assert answer.status_code == 422
    assert "field-fault" in answer.content.decode()


def test_a_ball_is_thrown_passed_and_landed(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    client.post(on(house, "ball_new"), {**THROWN, "contact": str(house.ines.pk)})
    first = Ball.objects.get()
    assert (first.side, first.contact, first.awaited, str(first.due)) == ("client", house.ines, "photos", "2026-03-05")
    client.post(
        reverse("ball_pass", args=[first.pk]), {"awaited": "layout", "side": "us", "person": str(house.pavel.pk)}
    )
    second = Ball.objects.in_the_air().get()
    assert (second.side, second.person, second.former) == ("us", house.pavel, first)
    client.post(reverse("ball_land", args=[second.pk]))
    assert Ball.objects.in_the_air().count() == 0


def test_a_second_click_passes_nothing(house: House, client_of: In) -> None:
    held = thrown(house)
    client = client_of(house.vera)
    where = reverse("ball_land", args=[held.pk])
    assert client.post(where).status_code == 302
    again = client.post(where, headers={"HX-Request": "true", "HX-Current-URL": f"http://t{on(house, 'project')}"})
    assert again.status_code == 422
    assert "has been passed already" in again.headers["HX-Trigger"]


@pytest.mark.parametrize("wrong", [{"awaited": ""}, {"side": "moon"}, {"due": "soon"}, {"contact": "x"}])
def test_a_ball_that_cannot_be_is_refused(house: House, client_of: In, wrong: dict[str, str]) -> None:
    assert client_of(house.vera).post(on(house, "ball_new"), {**THROWN, **wrong}).status_code == 422
    assert Ball.objects.count() == 0


def test_asking_again_is_a_notice(house: House, client_of: In) -> None:
    held = thrown(house)
    client_of(house.vera).post(reverse("ball_ask", args=[held.pk]), {"how": "call"})
    given = Notice.objects.get()
    assert (given.ball, given.how, given.by, given.rung) == (held, "call", house.vera, None)


def test_the_drafted_words_are_ready_and_kept_with_the_notice(house: House, client_of: In) -> None:
    where = f"{reverse('ball_ask', args=[thrown(house).pk])}?rung=2"
    page = client_of(house.vera).get(where).content.decode()
    assert "New site: could you help with photos?" in page
    assert "mailto:tom@northwind.test?subject=New%20site" in page
    asked = {"how": "message", "contact": str(house.tom.pk), "subject": "Photos", "words": "Dear Tom"}
    client_of(house.vera).post(where, asked)
    given = Notice.objects.get()
    assert (given.how, given.rung, given.contact, given.subject, given.words) == (
        "message", 2, house.tom, "Photos", "Dear Tom",
    )  # fmt: skip


def test_a_push_goes_from_here_and_waits_as_long_as_it_may_be_taken_back(house: House, client_of: In) -> None:
    where = f"{reverse('ball_ask', args=[thrown(house).pk])}?rung=1"
    answer = client_of(house.vera).post(where, PUSH | {"contact": str(house.ines.pk)}, headers={"HX-Request": "true"})
    sent = Message.objects.get()
    assert (sent.kind, sent.rung, sent.contact, sent.body, sent.by) == ("push", 1, house.ines, "Dear Ines", house.vera)
    assert Sending.objects.get().next_try_at == house.at + UNDO_LIFE
    assert reverse("message_withdraw", args=[sent.pk]) in answer.headers["HX-Trigger"]
    assert Notice.objects.count() == 0


def test_taken_back_in_time_it_was_never_sent(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    client.post(reverse("ball_ask", args=[thrown(house).pk]), PUSH | {"contact": str(house.ines.pk)})
    where = reverse("message_withdraw", args=[Message.objects.get().pk])
    client.post(where)
    assert Sending.objects.get().withdrawn_at == house.at
    answer = client.post(where, headers={"HX-Request": "true"})
    assert (answer.status_code, "too late" in answer.headers["HX-Trigger"]) == (422, True)


def test_a_second_click_sends_no_second_letter(house: House, client_of: In) -> None:
    where, draft = reverse("ball_ask", args=[thrown(house).pk]), str(uuid4())
    for _click in range(2):
        client_of(house.vera).post(where, PUSH | {"contact": str(house.ines.pk), "draft": draft})
    assert Message.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"contact": ""}, {"subject": ""}, {"words": " "}, {"contact": "stranger"}])
def test_a_letter_without_a_reader_a_subject_or_a_text_is_refused_at_its_field(
    house: House, client_of: In, wrong: dict[str, str]
) -> None:
    answer = client_of(house.vera).post(
        reverse("ball_ask", args=[thrown(house).pk]), PUSH | {"contact": str(house.ines.pk)} | wrong
    )
    assert (answer.status_code, answer.content.decode().count("field-fault"), Message.objects.count()) == (422, 1, 0)


def test_whoever_has_no_address_is_not_written_to_and_the_page_says_where_to_mend_it(
    house: House, client_of: In
) -> None:
    held = thrown(house)
    contact.amend(house.ines, email="")
    where = f"{reverse('ball_ask', args=[held.pk])}?contact={house.ines.pk}"
    answer = client_of(house.vera).post(where, PUSH | {"contact": str(house.ines.pk)})
    page = answer.content.decode()
    assert (answer.status_code, "Ines has no e-mail address" in page) == (422, True)
    assert reverse("contact", args=[house.ines.pk]) in page


def test_the_preview_is_the_letter(house: House, client_of: In) -> None:
    where = reverse("ball_ask_preview", args=[thrown(house).pk])
    page = client_of(house.vera).post(where, {"subject": "Photos", "words": "Dear *Ines*\n\nVera, Lighthouse"})
    assert "<em>Ines</em>" in page.content.decode()
    assert page.content.decode().count("Vera, Lighthouse") == 1


def test_a_third_party_is_not_written_to_from_here(house: House, client_of: In) -> None:
    held = ball.throw(house.project, side="third", awaited="keys", third_party="The bank", by=None, at=house.at)
    where = reverse("ball_ask", args=[held.pk])
    assert 'value="send"' not in client_of(house.vera).get(where).content.decode()
    assert client_of(house.vera).post(where, PUSH).status_code == 422


def test_another_person_is_written_to_in_another_language(house: House, client_of: In) -> None:
    inna = contact.introduce(house.northwind, name="Инна", email="inna@northwind.test", language="ru")
    where = f"{reverse('ball_ask', args=[thrown(house).pk])}?rung=&contact={inna.pk}"
    assert "Здравствуйте, Инна!" in client_of(house.vera).get(where).content.decode()


def test_on_managements_rung_a_call_needs_an_outcome(house: House, client_of: In) -> None:
    where = f"{reverse('ball_ask', args=[thrown(house).pk])}?rung=4"
    assert client_of(house.oleg).post(where, {"how": "call"}).status_code == 422
    client_of(house.oleg).post(where, {"how": "call", "outcome": "By Friday"})
    assert Notice.objects.get().outcome == "By Friday"


def test_a_task_is_planned_changed_and_done(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    client.post(on(house, "task_new"), {"title": "hdr", "client_title": "Header", "due": "2026-03-04"})
    planned = Task.objects.get()
    client.post(
        reverse("task_edit", args=[planned.pk]), {"title": "hdr", "client_title": "Header", "due": "2026-03-06"}
    )
    assert str(Task.objects.get().due) == "2026-03-06"
    client.post(reverse("task_finish", args=[planned.pk]))
    assert Step.objects.filter(title="Header", kind="task").count() == 1
    assert client.get(reverse("task_edit", args=[planned.pk])).status_code == 404


def test_a_date_is_promised_moved_and_reached(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    client.post(on(house, "milestone_new"), {"title": "Launch", "due": "2026-03-20"})
    promised = Milestone.objects.get()
    move = {"to": "2026-03-27", "reason": "photos are late"}
    client.post(reverse("milestone_move", args=[promised.pk]), move)
    moved = MilestoneMove.objects.get()
    assert (str(moved.from_due), str(moved.to_due), moved.reason) == ("2026-03-20", "2026-03-27", "photos are late")
    client.post(reverse("milestone_reach", args=[promised.pk]))
    assert Step.objects.filter(title="Launch", kind="milestone").count() == 1


def test_a_project_is_opened_and_closed(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    answer = client.post(
        f"{reverse('project_new')}?account={house.northwind.pk}", {"name": "Ads", "producer": str(house.pavel.pk)}
    )
    opened = Project.objects.get(name="Ads")
    assert answer.headers["Location"] == reverse("project", args=[opened.pk])
    where = reverse("project_close", args=[opened.pk])
    client.post(where)
    opened.refresh_from_db()
    assert opened.closed_at == house.at
    assert client.post(where, headers={"HX-Request": "true"}).status_code == 422
    assert client.get(reverse("step_new", args=[opened.pk])).status_code == 404


def test_every_figure_opens_into_its_days(house: House, client_of: In) -> None:
    held = thrown(house)
    notice.give(held, how="call", by=house.vera, at=house.at)
    client = client_of(house.vera)
    for figure in ("exposure", "ours", "theirs", "third", "concurrent", "free", "covered", "nonsense", ""):
        assert client.get(on(house, "project_days"), {"figure": figure}).status_code == 200
    page = client.get(on(house, "project_days"), {"figure": "theirs"}).content.decode()
    assert "2 working days" in page


@pytest.mark.parametrize("many", [1, 3])
def test_more_rows_cost_no_more_queries(house: House, client_of: In, many: int) -> None:
    for number in range(many):
        thrown(house)
        task.plan(house.project, title=f"Task {number}", person=house.pavel, at=house.at)
        milestone.promise(house.project, title=f"Date {number}", due=house.day)
        step.record(house.project, title=f"Step {number}", by=house.pavel, at=house.at)
    assert queries_of(client_of(house.vera), on(house, "project")) == 13


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_with_more_projects(house: House, client_of: In, many: int) -> None:
    for number in range(many):
        project.start(house.northwind, name=f"Project {number}", at=house.at)
    client = client_of(house.vera)
    assert client.get("/projects/").content.decode().count("<tr>") == many + 2
    assert queries_of(client, "/projects/") == 7


@pytest.mark.parametrize("minutes", [9, 11])
def test_a_slip_of_the_hand_is_taken_back_for_ten_minutes(house: House, client_of: In, minutes: int) -> None:
    client = client_of(house.vera)
    held = thrown(house)
    planned = task.plan(house.project, title="Header", at=house.at)
    promised = milestone.promise(house.project, title="Launch", due=house.day)
    client.post(on(house, "step_new"), {"title": "Wrong project", "kind": "other"})
    wrong = Step.objects.get(title="Wrong project")
    for name, key in (("ball_land", held.pk), ("task_finish", planned.pk), ("milestone_reach", promised.pk)):
        client.post(reverse(name, args=[key]))
    assert Step.objects.count() == 4
    with patch("django.utils.timezone.now", return_value=house.at + timedelta(minutes=minutes)):
        for name, key in (
            ("step_withdraw", wrong.pk), ("ball_catch", held.pk), ("task_reopen", planned.pk),
            ("milestone_unreach", promised.pk),
        ):  # fmt: skip
            client.post(reverse(name, args=[key]))
    is_back = minutes < 10
    left = (
        Step.objects.count(),
        Ball.objects.in_the_air().count(),
        Task.objects.open().count(),
        Milestone.objects.ahead().count(),
    )
    assert left == ((1, 1, 1, 1) if is_back else (4, 0, 0, 0))


def test_a_ball_that_was_passed_on_since_is_not_caught_again(house: House, client_of: In) -> None:
    held = thrown(house)
    passing.pass_to(held, side="us", awaited="layout", by=house.vera, at=house.at)
    client_of(house.vera).post(reverse("ball_catch", args=[held.pk]))
    assert [one.awaited for one in Ball.objects.in_the_air()] == ["layout"]


def test_a_stalled_project_shows_both_clocks_and_is_taken_here(house: House, client_of: In) -> None:
    """It has stood still since Tuesday; now it is Wednesday at nine: eight hours of work."""
    where, client = reverse("stall_take", args=[house.project.pk]), client_of(house.vera)
    assert where not in client.get(on(house, "project")).content.decode()
    with patch("django.utils.timezone.now", return_value=house.at + 2 * DAY):
        page = client.get(on(house, "project")).content.decode()
        assert (where in page, "no move for 8 h · nobody for 8 h" in page) == (True, True)
        client.post(where)
        page = client.get(on(house, "project")).content.decode()
        assert (where in page, "no move for 8 h · Vera, taken after 8 h" in page) == (False, True)

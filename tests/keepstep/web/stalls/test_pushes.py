"""Many stalls pushed at once: looked over on one screen, each letter sent at most once, each row told exactly."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person
from keepstep.domain.clients import contact
from keepstep.domain.delivery import ball, notice, project, step
from keepstep.domain.delivery.ball import Ball
from keepstep.domain.delivery.project import Project
from keepstep.domain.talk import sending
from keepstep.domain.talk.message import Message
from keepstep.domain.talk.sending import UNDO_LIFE, Sending
from keepstep.round.pushes import Left, drafted
from tests.cast import House
from tests.queries import queries_of

In = Callable[[Person], Client]
PUSHES = "/stalls/pushes/"
LATER = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(house: House) -> Iterator[None]:
    """Tuesday: what waits since Friday stands still for the first day."""
    with patch("django.utils.timezone.now", return_value=house.at + LATER):
        yield


def stalled(house: House, name: str, **facts: object) -> Project:
    made = project.start(house.northwind, name=name, producer=house.pavel, at=house.at - timedelta(days=3))
    known = {"side": "client", "contact": house.ines, "awaited": f"photos of {name}", **facts}
    ball.throw(made, by=house.vera, at=house.at - timedelta(days=3), **known)  # type: ignore[arg-type]
    return made


def chosen(*projects: Project) -> str:
    return PUSHES + "?" + "&".join(f"project={one.pk}" for one in projects)


def form_of(client: Client, *projects: Project) -> dict[str, object]:
    """What the review screen would post as it stands."""
    lines = client.get(chosen(*projects)).context["lines"]
    sent: dict[str, object] = {"project": [str(line.draft.project.pk) for line in lines]}
    for line in lines:
        for field in line.form:
            if field.value():
                sent[field.html_name] = "on" if field.name == "is_sent" else str(field.value())
    return sent


def left_of(house: House, one: Project) -> Left | None:
    (draft,) = drafted(Desk(house.vera), [one.pk], at=house.at + LATER)
    return draft.left


def test_three_letters_are_looked_over_and_sent_by_one_act(house: House, client_of: In) -> None:
    three = [stalled(house, name) for name in ("Shop", "Blog", "Ads")]
    client = client_of(house.vera)
    posted = form_of(client, *three)
    posted[f"{three[0].pk}-words"] = "Dear Ines, the shop?"
    page = client.post(PUSHES, posted).content.decode()
    assert "3 letters on their way" in page
    assert set(Message.objects.values_list("project__name", "rung", "contact__name")) == {
        ("Shop", 1, "Ines"), ("Blog", 1, "Ines"), ("Ads", 1, "Ines"),
    }  # fmt: skip
    assert Message.objects.get(project=three[0]).body == "Dear Ines, the shop?"
    assert set(Sending.objects.values_list("next_try_at", flat=True)) == {house.at + LATER + UNDO_LIFE}


def test_sent_a_second_time_nothing_more_leaves(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    posted = form_of(client, stalled(house, "Shop"))
    client.post(PUSHES, posted)
    again = client.post(PUSHES, posted)
    assert (Message.objects.count(), [line.why for line in again.context["unsent"]]) == (
        1, ["Asked on this rung already."],
    )  # fmt: skip


def test_a_colleague_who_sends_the_same_sends_no_second_one(house: House, client_of: In) -> None:
    shop = stalled(house, "Shop")
    posted = {person: form_of(client_of(person), shop) for person in (house.vera, house.oleg)}
    for person, facts in posted.items():
        client_of(person).post(PUSHES, facts)
    assert [one.by for one in Message.objects.all()] == [house.vera]


def test_a_fault_in_one_letter_sends_none_and_stands_at_its_field(house: House, client_of: In) -> None:
    shop, blog = stalled(house, "Shop"), stalled(house, "Blog")
    client = client_of(house.vera)
    answer = client.post(PUSHES, form_of(client, shop, blog) | {f"{blog.pk}-subject": ""})
    assert (answer.status_code, answer.content.decode().count("field-fault"), Message.objects.count()) == (422, 1, 0)


def test_what_has_changed_meanwhile_is_said_at_its_row_and_the_others_leave(house: House, client_of: In) -> None:
    shop, blog, ads = (stalled(house, name) for name in ("Shop", "Blog", "Ads"))
    client = client_of(house.vera)
    posted = form_of(client, shop, blog, ads)
    step.record(blog, title="Photos are in", at=house.at + LATER)
    del posted[f"{ads.pk}-is_sent"]
    told = client.post(PUSHES, posted).context
    assert [line.draft.project.name for line in told["sent"]] == ["Shop"]
    assert {line.draft.project.name: line.why for line in told["unsent"]} == {
        "Blog": "It moves again.", "Ads": "Left out by you.",
    }  # fmt: skip


def test_all_of_them_are_taken_back_at_once(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    client.post(PUSHES, form_of(client, stalled(house, "Shop"), stalled(house, "Blog")))
    where = reverse("stall_pushes_withdraw")
    client.post(f"{where}?at={(house.at + LATER).isoformat().replace('+', '%2B')}")
    assert Message.objects.under_way().count() == 0
    assert left_of(house, Message.objects.all()[0].project) is None


def test_one_that_has_left_already_is_said_so(house: House, client_of: In) -> None:
    client = client_of(house.vera)
    client.post(PUSHES, form_of(client, stalled(house, "Shop"), stalled(house, "Blog")))
    assert sending.take(Sending.objects.all()[0].pk, at=house.at + LATER + UNDO_LIFE)
    where = f"{reverse('stall_pushes_withdraw')}?at={(house.at + LATER).isoformat().replace('+', '%2B')}"
    answer = client.post(where, headers={"HX-Request": "true"})
    assert (answer.status_code, "1 of 2 taken back" in answer.headers["HX-Trigger"]) == (422, True)


def test_each_one_left_out_says_why(house: House) -> None:
    asked = stalled(house, "Asked")
    notice.give(Ball.objects.get(project=asked), how="call", by=house.vera, at=house.at + LATER, rung=1)
    mute = contact.introduce(house.northwind, name="Uma", phone="+4930123457")
    moving = project.start(house.northwind, name="Moving", at=house.at)
    known = {
        Left.ASKED: asked,
        Left.OURS: stalled(house, "Ours", side="us", contact=None),
        Left.THIRD: stalled(house, "Third", side="third", contact=None, third_party="The bank"),
        Left.NO_ADDRESS: stalled(house, "Mute", contact=mute),
        Left.MOVES: moving,
        None: stalled(house, "Fine"),
    }
    assert {left: left_of(house, one) for left, one in known.items()} == {left: left for left in known}


def test_where_nobody_is_known_there_is_nobody_to_write_to(house: House) -> None:
    shop = stalled(house, "Shop", contact=None)
    for one in (house.ines, house.tom):
        contact.depart(one, at=house.at)
    assert left_of(house, shop) == Left.NOBODY


def test_own_managements_rung_is_a_call_and_no_letter(house: House) -> None:
    shop = stalled(house, "Shop")
    (draft,) = drafted(Desk(house.vera), [shop.pk], at=house.at + timedelta(days=9))
    assert draft.left == Left.CALL


def test_the_page_says_where_to_mend_what_is_left_out(house: House, client_of: In) -> None:
    mute = contact.introduce(house.northwind, name="Uma", phone="+4930123457")
    page = client_of(house.vera).get(chosen(stalled(house, "Mute", contact=mute))).content.decode()
    assert reverse("contact", args=[mute.pk]) in page


@pytest.mark.parametrize("query", ["", "?project=nonsense", "?project="])
def test_with_nothing_chosen_one_is_back_at_the_list(house: House, client_of: In, query: str) -> None:
    assert client_of(house.vera).get(PUSHES + query).headers["Location"] == "/stalls/"


def test_nothing_is_sent_about_another_agencys_project(house: House, client_of: In) -> None:
    assert client_of(house.vera).get(chosen(house.rival_project)).context["left"] == []


@pytest.mark.parametrize("many", [1, 3])
def test_more_letters_cost_no_more_queries(house: House, client_of: In, many: int) -> None:
    where = chosen(*[stalled(house, f"Site {number}") for number in range(many)])
    assert queries_of(client_of(house.vera), where) == 14

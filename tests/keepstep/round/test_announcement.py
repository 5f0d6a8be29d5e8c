"""Internal rungs notify by themselves; what the client is to be asked does not."""

from datetime import date, timedelta

from keepstep.domain.agency.notification import Notification
from keepstep.domain.delivery import ball, step
from keepstep.domain.delivery.ball import Side
from keepstep.round import announcement, run
from keepstep.round.telling import told
from tests.cast import House
from tests.keepstep.duties.asked import morning

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (date(2026, 3, day) for day in (3, 4, 5, 6, 9))


def told_of(day: date) -> list[tuple[str, str, bool]]:
    """Who has something unseen after the round of that day: what to do, and whether it is urgent."""
    run.run(day=day, at=morning(day))
    unseen = Notification.objects.unseen().select_related("person").order_by("at")
    return [(one.person.name, told(one).title, one.is_urgent) for one in unseen]


def test_a_ball_of_ours_climbs_to_its_holder_the_producer_and_the_head(house: House) -> None:
    ball.throw(house.project, side=Side.US, awaited="mock-ups", person=house.vera, by=None, at=house.at)
    assert told_of(house.day) == []
    assert told_of(TUESDAY) == [("Vera", "Make a step", False)]
    assert told_of(WEDNESDAY) == [("Pavel", "Make a step", False)]
    assert told_of(THURSDAY) == [("Oleg", "Make a step", True)]


def test_of_a_ball_of_theirs_only_own_management_is_told(house: House) -> None:
    ball.throw(house.project, side=Side.CLIENT, awaited="photos", contact=house.ines, by=None, at=house.at)
    for day in (TUESDAY, WEDNESDAY, THURSDAY, FRIDAY):
        assert told_of(day) == []
    assert told_of(MONDAY) == [("Oleg", "Telephone the client", True)]


def test_a_second_round_tells_nothing_anew(house: House) -> None:
    for _time in range(2):
        run.run(day=TUESDAY, at=morning(TUESDAY))
    assert Notification.objects.count() == 1


def test_whoever_gets_the_item_later_is_told_too(house: House) -> None:
    run.run(day=TUESDAY, at=morning(TUESDAY))
    house.project.producer = house.vera
    house.project.save(update_fields=["producer"])
    run.run(day=TUESDAY, at=morning(TUESDAY))
    assert sorted(Notification.objects.values_list("person__name", flat=True)) == ["Pavel", "Vera"]


def test_what_is_done_counts_as_seen(house: House) -> None:
    run.run(day=TUESDAY, at=morning(TUESDAY))
    step.record(house.project, title="Moved", by=house.pavel, at=morning(TUESDAY))
    run.look_again(house.northwind.pk, at=morning(TUESDAY) + timedelta(hours=1))
    assert Notification.objects.unseen().count() == 0


def test_it_says_where_and_why_and_leads_there(house: House) -> None:
    run.run(day=TUESDAY, at=morning(TUESDAY))
    one = Notification.objects.get()
    assert told(one) == (
        "Make a step", "Northwind Bakery · New site", "No step for 1 day of stall: it is in our hands.",
    )  # fmt: skip
    assert one.address == f"/projects/{house.project.pk}/"


def test_keys_of_other_kinds_are_left_alone(house: House) -> None:
    from keepstep.domain.agency import notification

    notification.tell(house.vera, kind="new_lead", key="lead 7", facts={}, address="/", at=house.at)
    announcement.settle(at=house.at)
    assert Notification.objects.unseen().count() == 1

from datetime import timedelta
from decimal import Decimal

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.pipeline import Gate, Pipeline, Stage
from keepstep.domain.sales.source import Source
from keepstep.web.deals import choices, kanban
from keepstep.web.deals.kanban import Asked
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun, standing_at


def columns(house: House, sitting: Person, of: Person | None = None) -> list[tuple[int, list[str], int]]:
    """Of each column how many deals stand there, what they are worth, and how many are shown."""
    desk = Desk(sitting)
    wanted = Asked(pipeline=None, person=of.pk if of else None)
    found = kanban.columns(desk, kanban.stages(desk), wanted, at=house.at)
    return [(one.count, one.totals, len(one.cards)) for one in found]


def test_the_same_board_is_asked_for_each_salesperson_anew(house: House) -> None:
    begun(house, amount=Decimal(1000))
    begun(house, person=house.pavel, amount=Decimal(20))
    begun(house, person=house.pavel, amount=Decimal(3), currency="USD")
    first = {one: columns(house, house.oleg, one)[0] for one in (None, house.vera, house.pavel, house.oleg)}
    assert first == {
        None: (3, ["€1,020", "$3"], 3),
        house.vera: (1, ["€1,000"], 1),
        house.pavel: (2, ["€20", "$3"], 2),
        house.oleg: (0, [], 0),
    }


def test_whoever_does_not_sell_sees_a_board_of_what_was_given_to_them(house: House) -> None:
    begun(house)
    begun(house, person=house.pavel)
    seen = [columns(house, one)[0][0] for one in (join("Lena", Role.SALES), house.pavel, join("Boris", Role.PRODUCER))]
    assert seen == [2, 1, 0]


def test_what_was_handed_over_stands_on_the_board_for_thirty_days(house: House) -> None:
    for days in (0, 30, 31):
        made = standing_at(house, Gate.HANDED_OVER)
        Deal.objects.filter(pk=made.pk).update(closed_at=house.at - timedelta(days=days))
    assert [shown for _count, _totals, shown in columns(house, house.oleg)] == [0, 0, 0, 0, 0, 0, 2]


def test_a_card_is_as_its_deal_is_now(house: House) -> None:
    made, desk = begun(house, title="New shop"), Desk(house.oleg)
    wanted, said = Asked(None, None), []
    for title in ("New shop", "Old shop"):
        Deal.objects.filter(pk=made.pk).update(title=title)
        said.append(kanban.columns(desk, kanban.stages(desk), wanted, at=house.at)[0].cards[0])
    assert [title in card for title, card in zip(("New shop", "Old shop"), said, strict=True)] == [True, True]


def test_an_agency_begins_with_the_usual_stages_and_sources(house: House) -> None:
    Stage.objects.all().delete()
    Pipeline.objects.all().delete()
    Source.objects.all().delete()
    desk = Desk(house.oleg)
    assert [stage.name for stage in kanban.stages(desk)][:2] == ["New request", "Request clarified"]
    assert {name for _key, name in choices.stages(desk)} == {stage.name for stage in kanban.stages(desk)}
    assert len(choices.sources(desk)) == Source.objects.count() > 0

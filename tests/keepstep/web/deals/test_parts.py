from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepstep.desk import Desk
from keepstep.domain.agency.person import Role
from keepstep.domain.sales import deal_record, deal_task, evidence
from keepstep.domain.sales.deal import Deal
from keepstep.domain.sales.pipeline import Gate
from keepstep.web.deals import page, parts
from tests.cast import House, join
from tests.keepstep.domain.sales.deals import begun


def test_a_deal_is_there_for_whoever_sells_and_for_whom_it_was_given_to(house: House) -> None:
    made = begun(house, person=house.pavel)
    lena, boris = join("Lena", Role.SALES), join("Boris", Role.PRODUCER)
    seen = [parts.deals(desk=Desk(one), key=made.pk) for one in (house.oleg, lena, house.pavel, boris)]
    assert seen == [[made], [made], [made], []]
    with house.elsewhere.entered():
        assert parts.deals(desk=Desk(house.marta), key=made.pk) == []


def test_only_what_a_deal_has_is_asked_for(house: House) -> None:
    made = begun(house)
    assert _statements(house, made) == 1, "its history"
    deal_task.plan(made, title="Call", due=house.day, by=house.oleg, at=house.at)
    evidence.record(made, Gate.CLARIFIED, note="Cakes", by=house.oleg, at=house.at)
    assert _statements(house, made) == 3
    for number in range(3):
        deal_record.note(made, words=f"They wait {number}", by=house.oleg, at=house.at)
        deal_task.plan(made, title=f"Call {number}", due=house.day, by=house.oleg, at=house.at)
        evidence.record(made, Gate.CLARIFIED, note=f"Cakes {number}", by=house.oleg, at=house.at)
    assert _statements(house, made) == 3


def _statements(house: House, made: Deal) -> int:
    desk = Desk(house.oleg)
    [known] = parts.deals(desk=desk, key=made.pk)
    assert desk.working_time, "known to whoever sits at a desk"
    with CaptureQueriesContext(connection) as queries:
        page.of(known, desk=desk, at=house.at)
    return len(queries)

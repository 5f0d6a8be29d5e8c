from django.utils import timezone, translation

from keepstep.domain.agency.person import Person
from keepstep.domain.sales.deal_record import DealRecord
from keepstep.web.deals import history
from tests.cast import House
from tests.keepstep.domain.sales.deals import begun


def test_what_happened_is_told_in_ones_language_and_hours_and_by_the_name_its_doer_bears_now(house: House) -> None:
    records = DealRecord.objects.filter(deal=begun(house)).select_related("by")

    def told(language: str, zone: str) -> str:
        with translation.override(language), timezone.override(zone):
            return history.lines(records.all())

    assert "Begun: New request" in told("en", "UTC")
    assert "Создана: New request" in told("ru", "UTC")
    assert ("T08:00:00+00:00" in told("en", "UTC"), "T11:00:00+03:00" in told("en", "Europe/Moscow")) == (True, True)
    Person.objects.filter(pk=house.vera.pk).update(name="Vera Smith")
    assert "Vera Smith" in told("en", "UTC")

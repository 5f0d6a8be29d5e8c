"""What the agency of the demo asks of leads and deals beside the usual facts, and what is known of some of them."""

from keepstep.demo.agency import Demo
from keepstep.domain.agency import own_list
from keepstep.domain.sales.own_field import NO, YES, DealField, Kind, LeadField, Values

NAMES = {
    "en": ("Advertising budget a month", "How they found us", "Has a marketer of their own"),
    "ru": ("Бюджет на рекламу в месяц", "Откуда узнали", "Есть свой маркетолог"),
}
WAYS = {
    "en": ["A client told them", "Search", "Social networks", "A conference"],
    "ru": ["Посоветовал клиент", "Поиск", "Соцсети", "Конференция"],
}
OF_LEADS = {1: ("200000", 1), 3: ("", 3), 4: ("90000", 0)}
"""By the number of the inquiry: the budget, and the way."""
OF_DEALS = {0: ("", 0, NO), 1: ("120000", 1, YES), 2: ("60000", 0, NO), 3: ("", 3, ""), 5: ("250000", 2, YES)}
"""By the number of the offer: the budget, the way, and whether there is a marketer."""
IN_EUROS = 100
"""What is said in roubles costs a hundredth in euros."""


def add(demo: Demo) -> None:
    language = demo.agency.language
    budget, found, marketer = NAMES[language]
    for kind in (LeadField, DealField):
        own_list.add(kind, name=budget, kind=Kind.NUMBER)
        own_list.add(kind, name=found, kind=Kind.CHOICE, choices=WAYS[language])
    own_list.add(DealField, name=marketer, kind=Kind.YES_NO)


def of_lead(number: int, demo: Demo) -> Values:
    budget, way = OF_LEADS.get(number, ("", None))
    return _values(LeadField, demo, budget, way)


def of_deal(number: int, demo: Demo) -> Values:
    budget, way, marketer = OF_DEALS.get(number, ("", None, ""))
    return _values(DealField, demo, budget, way, marketer)


def _values(kind: type[LeadField | DealField], demo: Demo, budget: str, way: int | None, *more: str) -> Values:
    language = demo.agency.language
    sum_ = str(int(budget) // IN_EUROS) if budget and language == "en" else budget
    said = (sum_, "" if way is None else WAYS[language][way], *more)
    keys = [one.key for one in kind._default_manager.all()]
    return dict(zip(keys, said, strict=False))

"""The agency of the demo: who works there."""

from dataclasses import dataclass
from datetime import date, datetime

from keepstep.demo.content import Colleague, Content
from keepstep.domain.agency import founding, person
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person


@dataclass(frozen=True)
class Demo:
    """`manager` is whom one signs in as; `day` is the day of the last round, `at` the moment the demo stands at."""

    agency: Agency
    owner: Person
    head: Person
    managers: tuple[Person, ...]
    producers: tuple[Person, ...]
    seller: Person
    specialist: Person
    day: date
    at: datetime

    @property
    def manager(self) -> Person:
        return self.managers[0]

    @property
    def people(self) -> tuple[Person, ...]:
        return (*self.managers, *self.producers, self.seller, self.specialist, self.owner, self.head)


def open_agency(content: Content, *, founded: datetime, day: date, at: datetime) -> Demo:
    """The agency and its people. The first manager is led by the owner, the others by the second head."""
    agency, owner = founding.found(
        name=content.agency, owner=content.owner.name, email=content.owner.email, at=founded,
        language=content.language, currency=content.currency, country=content.country, zone=content.zone,
    )  # fmt: skip
    with agency.entered():
        head = _join(content.head, content, head=owner, at=founded)
        first, *others = content.managers
        return Demo(
            agency=agency,
            owner=owner,
            head=head,
            managers=(
                _join(first, content, head=owner, at=founded),
                *(_join(other, content, head=head, at=founded) for other in others),
            ),
            producers=tuple(_join(one, content, head=owner, at=founded) for one in content.producers),
            seller=_join(content.seller, content, head=owner, at=founded),
            specialist=_join(content.specialist, content, head=owner, at=founded),
            day=day,
            at=at,
        )


def _join(who: Colleague, content: Content, *, head: Person, at: datetime) -> Person:
    return person.join(
        name=who.name, email=who.email, roles=list(who.roles), head=head, phone=who.phone, at=at,
        language=content.language,
    )  # fmt: skip

"""The cast: Vera manages accounts, Oleg heads the agency, Ines decides at the client, Marta works elsewhere.

It is always Monday 2 March 2026, 09:00 in Berlin.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from keepstep.domain.agency import founding, person
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person, Role
from keepstep.domain.clients import account, contact
from keepstep.domain.clients.account import Account, State
from keepstep.domain.clients.contact import Contact, Part
from keepstep.domain.delivery import project, step
from keepstep.domain.delivery.project import Project

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
FRIDAY = NOW - timedelta(days=3)
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class House:
    """Two agencies: the one the tests work in, and Marta's, of which nothing may be seen."""

    agency: Agency
    oleg: Person
    vera: Person
    pavel: Person
    northwind: Account
    ines: Contact
    tom: Contact
    project: Project
    elsewhere: Agency
    marta: Person
    rival: Account
    rival_project: Project
    at: datetime = NOW
    day: date = TODAY


def found_house() -> House:
    agency, oleg = founding.found(
        name="Lighthouse", owner="Oleg", email="oleg@lighthouse.test", password=PASSWORD, at=NOW - timedelta(days=90)
    )
    with agency.entered():
        vera = join("Vera", Role.ACCOUNT_MANAGER, head=oleg)
        pavel = join("Pavel", Role.PRODUCER, head=oleg)
        northwind = welcome("Northwind Bakery", manager=vera)
        ines = contact.introduce(northwind, name="Ines", email="ines@northwind.test", phone="+4930123456",
                                 part=Part.DECISION_MAKER)  # fmt: skip
        tom = contact.introduce(northwind, name="Tom", email="tom@northwind.test", gets_updates=False)
        site = project.start(northwind, name="New site", producer=pavel, at=NOW - timedelta(days=30))
        step.record(site, title="Menu page is ready", by=pavel, at=FRIDAY)
    elsewhere, marta = founding.found(
        name="Rivals", owner="Marta", email="marta@rivals.test", password=PASSWORD, at=NOW - timedelta(days=90)
    )
    with elsewhere.entered():
        rival = welcome("Lumen Dental", manager=marta)
        contact.introduce(rival, name="Nora", email="nora@lumen.test")
        rival_project = project.start(rival, name="Rival ads", at=NOW - timedelta(days=30))
    return House(agency, oleg, vera, pavel, northwind, ines, tom, site, elsewhere, marta, rival, rival_project)


def join(name: str, *roles: Role, head: Person | None = None) -> Person:
    """One more colleague in the agency the session is in."""
    email = f"{name.lower()}@lighthouse.test"
    return person.join(
        name=name, email=email, password=PASSWORD, roles=list(roles), head=head, at=NOW - timedelta(days=80)
    )


def welcome(name: str, *, manager: Person | None) -> Account:
    """One more account, active for a month."""
    made = account.welcome(name=name, manager=manager, by=manager, at=NOW - timedelta(days=40))
    account.become(made, State.ACTIVE, by=manager, at=NOW - timedelta(days=30))
    return made

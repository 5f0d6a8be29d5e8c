"""The desk: what this person may see. The only door of the surfaces to rows."""

from keepstep.desk.delivery import DeliveryRows
from keepstep.desk.money import MoneyRows
from keepstep.desk.sources import SourceRows
from keepstep.desk.talk import TalkRows
from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.person import Person, Role


class Desk(DeliveryRows, TalkRows, SourceRows, MoneyRows):
    """Everything within this person's sight."""


def of_management(agency: Agency) -> Desk:
    """What own management sees, for commands, at which no person sits."""
    return Desk(Person(agency=agency, roles=[Role.HEAD]))

"""Colleagues to narrow a list to, as the choices of a select."""

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from keepstep.desk import Desk
from keepstep.domain.agency.person import Person, Role
from keepstep.postgres.composed import composed

MOST = 200


def colleagues(desk: Desk, *roles: Role) -> list[tuple[str, str]]:
    """Those who are here in one of these roles, by name."""
    return _present(desk=desk, roles=roles)


@composed
def _present(desk: Desk, roles: tuple[Role, ...]) -> "QuerySet[Person, tuple[str, str]]":
    return desk.people().present().with_role(*roles).values_list(Cast("id", TextField()), "name")[:MOST]

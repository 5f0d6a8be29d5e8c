"""Whose rows a person may see: the ground the desk stands on."""

from functools import cached_property
from typing import Self
from uuid import UUID, uuid4

from django.db.models import Q

from keepstep.domain.agency.agency import Agency, Sight
from keepstep.domain.agency.person import Person
from keepstep.domain.delivery.project import Project
from keepstep.postgres.composed import Markable


class InSight(Markable):
    """Own, team or all (§3); own management always sees all."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def kind(self) -> tuple[tuple[str, ...], bool, int]:
        """Statements are the same for all who have the same roles and see everything, or as many managers' accounts."""
        return tuple(sorted(self.person.roles)), self.sees_all, 0 if self.sees_all else len(self._managers)

    @property
    def values(self) -> list[UUID]:
        return [self.person.pk] if self.sees_all else [self.person.pk, *self._managers]

    def marked(self) -> Self:
        _roles, sees_all, managers = self.kind
        like = type(self)(Person(pk=uuid4(), roles=self.person.roles))
        like.sees_all, like._managers = sees_all, [uuid4() for _ in range(managers)]
        return like

    @cached_property
    def agency(self) -> Agency:
        return self.person.agency

    @cached_property
    def sees_all(self) -> bool:
        return self.person.manages_the_agency or self.agency.sight == Sight.ALL

    def _within(self, path: str = "account__") -> Q:
        """The condition that an account, at the end of this path, is in sight."""
        if self.sees_all:
            return Q()
        mine = Q(**{f"{path}manager__in": self._managers})
        produced = Project.objects.filter(producer=self.person).values("account")
        return mine | Q(**{f"{path}id__in" if path else "pk__in": produced})

    @cached_property
    def _managers(self) -> list[UUID]:
        """Whose accounts are in sight: one's own, and with the sight of a team those of its members."""
        if self.agency.sight != Sight.TEAM or not self.person.head_id:
            return [self.person.pk]
        return list(Person.objects.filter(head=self.person.head_id).order_by().values_list("pk", flat=True))

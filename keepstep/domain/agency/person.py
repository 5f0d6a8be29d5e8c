"""People of the agency and what they do in it."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.calendar import office_hours_told
from keepstep.domain.agency.login import Login
from keepstep.domain.agency.row import Key, Row
from keepstep.postgres.composed import composed


class Role(models.TextChoices):
    ACCOUNT_MANAGER = "am", _("account manager")
    SALES = "sales", _("salesperson")
    PRODUCER = "producer", _("producer")
    SPECIALIST = "specialist", _("specialist")
    HEAD = "head", _("head")
    OWNER = "owner", _("owner")


class Theme(models.TextChoices):
    AUTO = "auto", _("as the device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class PersonQuerySet(models.QuerySet["Person"]):
    def present(self) -> "PersonQuerySet":
        return self.filter(left_at=None)

    def with_role(self, *roles: Role) -> "PersonQuerySet":
        return self.filter(roles__overlap=list(roles))


class Person(Row):
    """Between `quiet_from` and `quiet_to`, by the clock of their `zone` or the agency's, nothing reaches them outside
    the application, but for what is urgent where `urgent_wakes`."""

    login = models.ForeignKey(Login, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=12, choices=Role))
    head = Key("self", null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=Language, blank=True)
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO, db_default=Theme.AUTO)
    gets_digest = models.BooleanField(default=True, db_default=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=50, blank=True, default="", db_default="")
    urgent_wakes = models.BooleanField(default=False, db_default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "person"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["agency", "login"], name="a_log_in_is_one_person_in_an_agency"),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_to=None)
                | models.Q(quiet_from__isnull=False, quiet_to__isnull=False)
                & ~models.Q(quiet_from=models.F("quiet_to")),
                name="quiet_hours_begin_and_end",
            ),
        )
        indexes = (models.Index(fields=["agency", "name"], condition=models.Q(left_at=None), name="person_by_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def manages_the_agency(self) -> bool:
        """Own management: heads and owners see every account and are the ladder's last rung."""
        return bool({Role.HEAD, Role.OWNER} & set(self.roles))

    @property
    def sells(self) -> bool:
        return Role.SALES in self.roles

    @property
    def roles_in_words(self) -> str:
        return ", ".join(str(Role(role).label) for role in self.roles)

    @property
    def email(self) -> str:
        return self.login.email


def sitting(login: UUID) -> Person | None:
    """Who of the agency this log-in is, with both, the number of what was not seen and the agency's hours as told;
    every page begins with it."""
    return next(iter(_sitting(login=login)), None)


@composed
def _sitting(login: UUID) -> PersonQuerySet:
    from keepstep.domain.agency.notification import how_many_unseen  # a notification belongs to a person

    people = (
        Person.objects.present()
        .filter(login=login)
        .annotate(unseen=how_many_unseen(), office_hours=office_hours_told())
    )
    return people.select_related("agency", "login").order_by()


class AlreadyHere(Exception):
    """This address already belongs to a person of the agency."""

    def __init__(self, email: str) -> None:
        super().__init__(_("%(email)s already belongs to a person of the agency.") % {"email": email})


def join(
    *,
    name: str,
    email: str,
    roles: list[Role],
    at: datetime,
    password: str | None = None,
    head: Person | None = None,
    language: str = "",
    phone: str = "",
) -> Person:
    """A person joins the agency the session is in; an existing log-in keeps its password.

    Raises AlreadyHere if the address already is a person of this agency.
    """
    login = Login.objects.filter(email=email.strip().lower()).first()
    if login and Person.objects.filter(login=login).exists():
        raise AlreadyHere(email)
    login = login or Login.objects.create_user(email, password)
    return Person.objects.create(
        login=login, name=name, roles=roles, head=head, language=language, phone=phone, joined_at=at
    )


class NobodyOwns(Exception):
    """The agency would be left without an owner."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has to own the agency: make somebody else an owner first."))


def amend(person: Person, **facts: Any) -> None:
    """What is known of a colleague, or what they have chosen for themselves. `facts` are fields of Person.

    Raises NobodyOwns.
    """
    if Role.OWNER not in facts.get("roles", [Role.OWNER]):
        _check_owned_without(person)
    for name, value in facts.items():
        setattr(person, name, value)
    person.save(update_fields=list(facts))


def move_to(person: Person, *, email: str) -> bool:
    """From now on their letters go to this address, and they sign in with it; False if it is theirs already.

    What was refused at the former address is told anew. The log-in of that address stays as it is, since its owner may
    work for another agency too; here it opens nothing any more. Raises AlreadyHere.
    """
    from keepstep.domain.agency import digest  # a digest is of a person, not the reverse

    address = email.strip().lower()
    if address == person.login.email:
        return False
    if Person.objects.filter(login__email=address).exists():
        raise AlreadyHere(address)
    person.login = Login.objects.filter(email=address).first() or Login.objects.create_user(address)
    person.save(update_fields=["login"])
    digest.unpack_refused(person)
    return True


def leave(person: Person, *, at: datetime) -> None:
    """The person leaves: no more sign-in here, the history stays. Raises NobodyOwns."""
    _check_owned_without(person)
    person.left_at = at
    person.save(update_fields=["left_at"])


def _check_owned_without(person: Person) -> None:
    owners = Person.objects.select_for_update().present().with_role(Role.OWNER).order_by().values_list("pk", flat=True)
    if set(owners) == {person.pk}:
        raise NobodyOwns

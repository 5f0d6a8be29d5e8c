"""Which projects a contact sees in the portal, where it is not all of them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.project import Project


class ShownProject(Row):
    """This contact sees this project; it counts while the contact's sight is of chosen ones."""

    contact = Key(Contact, models.CASCADE, related_name="shown_projects")
    project = Key(Project, models.CASCADE)
    by = Key(Person, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "shown_project"
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "contact", "project"], name="a_project_is_shown_once_to_a_contact"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contact_id} {self.project_id}"


@transaction.atomic
def show(contact: Contact, projects: Iterable[Project], *, by: Person | None, at: datetime) -> None:
    """These projects of the client and no others are chosen for the contact."""
    chosen = {project.pk for project in projects if project.account_id == contact.account_id}
    shown = ShownProject.objects.filter(contact=contact)
    shown.exclude(project__in=chosen).delete()
    known = set(shown.values_list("project_id", flat=True))
    ShownProject.objects.bulk_create(
        ShownProject(contact=contact, project_id=key, by=by, at=at) for key in chosen - known
    )

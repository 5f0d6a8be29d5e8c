"""What every row of an agency has in common: a key, and the agency the database filled in."""

from typing import Any

from django.db import models
from uuid_utils.compat import uuid7

from keepstep.domain.agency.agency import Agency
from keepstep.postgres.tenancy import CurrentAgency, NewKey


class Row(models.Model):
    """A row of one agency. The database fills `agency` from the session and refuses rows without one."""

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=NewKey(), editable=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, db_default=CurrentAgency(), db_index=False, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class Key(models.ForeignKey[Any, Any]):
    """A reference within the agency; the database checks it together with the agency (`tenancy.secure`)."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        options.setdefault("related_name", "+")
        options["db_constraint"] = False
        options.setdefault("db_index", False)
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("db_constraint", None)
        return name, path, args, options

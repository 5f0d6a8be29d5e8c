"""Fields of the agency's own as another system says and reads them: by their names in the settings."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Field

from keepstep.api.door import Wrong
from keepstep.domain.sales.own_field import YES, Kind, OwnField, Values
from keepstep.intake import own_value
from keepstep.intake.own_value import Unfit

Words = Annotated[str, Field(max_length=1000)]
Said = dict[str, Words | bool | int | float | None]
"""By the name of a field, or by its key: text, a number, a day, one of its list, true or false, a link. null empties
it; what is not said stays."""
Known = dict[str, str | bool]
"""By the name of a field: numbers as text, so that none loses its hundredths; days as 2026-03-02."""
MOST = 200


def read(said: Said, offered: QuerySet[OwnField]) -> Values:
    """As they are kept. Raises Wrong at the field."""
    ours = list(offered[:MOST]) if said else []
    by_name = {one.name.lower(): one for one in ours} | {one.key: one for one in ours}
    found = {}
    for name, value in said.items():
        one = by_name.get(name.strip().lower())
        if one is None:
            raise Wrong(f"own_fields.{name[:100]}", _("There is no such field: add it in the settings."))
        try:
            found[one.key] = own_value.read(one, _plain(value))
        except Unfit as why:
            raise Wrong(f"own_fields.{name[:100]}", str(why)) from why
    return found


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def known(rows: Iterable[Any], ever: QuerySet[OwnField]) -> list[Known]:
    """Of each row what its fields say; nobody is asked for names where nothing is said."""
    values: list[Values] = [row.own for row in rows]
    fields = {one.key: one for one in ever} if any(values) else {}
    return [
        {fields[key].name: value == YES if fields[key].kind == Kind.YES_NO else value for key, value in own.items()}
        for own in values
    ]

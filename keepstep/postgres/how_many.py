"""How many rows a queryset has, counted up to a limit, as a column of a query of something else."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, QuerySet


def how_many(rows: QuerySet[Any, Any], *, most: int) -> Func:
    """Whether there are seven or eight letters matters, not whether there are seven or eight thousand."""
    return Func(ArraySubquery(rows.order_by().values("pk")[:most]), function="cardinality", output_field=IntegerField())

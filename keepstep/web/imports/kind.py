"""What files of leads and files of deals are called on their pages, and who reads, loads and counts them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from keepstep.desk import Desk
from keepstep.domain.agency.own_list import LineQuerySet
from keepstep.domain.sales.file_import import FileImport
from keepstep.domain.sales.own_field import OwnField
from keepstep.intake.sheet.heading import Guess

Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """`route` begins the names of the pages; `fields` are the agency's own that a column may hold, `field` what is made
    for a new one. Of the `outcomes` those of `listed` open at `made`, the rows of those of `told` come as a file with
    what is wrong or what was done."""

    route: str
    parent: str
    parent_words: Words
    title: Words
    whole: Words
    about: Words
    given: Words
    gone: Words
    known: Words
    model: type[FileImport]
    imports: Callable[[Desk], Any]
    rows: Callable[[Desk, Any], Any]
    outcomes: type[Any]
    listed: frozenset[str]
    told: frozenset[str]
    guess: Callable[[list[str]], Guess]
    fields: Callable[[Desk], LineQuerySet]
    field: type[OwnField]
    form: type[Any]
    start: Callable[..., None]
    made: Callable[[Any], str]
    load: Any
    undo: Any

    @property
    def index(self) -> str:
        return f"{self.route}s"

    @property
    def new(self) -> str:
        return f"{self.route}_new"

    @property
    def starting(self) -> str:
        return f"{self.route}_start"

    @property
    def undoing(self) -> str:
        return f"{self.route}_undo"

    @property
    def refused(self) -> str:
        return f"{self.route}_refused"

"""One act on several rows, by the same verbs as on one: what is to become of them is asked first; then it is done to
each by itself, and what stayed as it was is told with its reason. What was done is undone alike."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from keepstep.web.act import Words
from keepstep.web.days import key_of
from keepstep.web.seat import StaffRequest

MOST = 100
"""Of one act; a page of a list has fifty."""
Of = TypeVar("Of")


class Ticked(NamedTuple):
    """A row as it is told: `back` is all its undoing needs to know."""

    key: UUID
    href: str
    title: str
    about: str = ""
    back: str = ""


class Refused(NamedTuple):
    one: Ticked
    why: str


class Place(NamedTuple):
    """Where this is asked, undone, and left, and under which name the rows are sent."""

    act: str
    undo: str
    back: str
    name: str


def keys(said: Iterable[str]) -> list[UUID]:
    return [key for key in map(key_of, list(said)[:MOST]) if key]


def ask(request: StaffRequest, place: Place, form: Any, *, act: str, title: Words, found: list[Ticked]) -> HttpResponse:
    context = {"form": form, "act": act, "title": title, "found": found, "place": place}
    return render(request, "web/components/several.html", context, status=422 if form.is_bound else 200)


def do(
    found: Iterable[Of], verb: Callable[[Of], object], *, told: Callable[[Of], Ticked], refusals: tuple[Any, ...]
) -> tuple[list[Ticked], list[Refused]]:
    """Each by itself, in the order of `found`: one that is refused holds up no other. A verb that answers False has
    changed nothing."""
    done, refused = [], []
    for one in found:
        line = told(one)
        try:
            with transaction.atomic():
                changed = verb(one) is not False
        except refusals as why:
            refused.append(Refused(line, str(why)))
        else:
            if changed:
                done.append(line)
            else:
                refused.append(Refused(line, _("It is so already.")))
    return done, refused


def review(
    request: StaffRequest, place: Place, *, act: str, title: Words, outcome: tuple[list[Ticked], list[Refused]]
) -> HttpResponse:
    """`act` is empty where there is no way back."""
    done, refused = outcome
    context = {"act": act, "title": title, "place": place, "done": done, "refused": refused}
    return render(request, "web/components/reviewed.html", context)

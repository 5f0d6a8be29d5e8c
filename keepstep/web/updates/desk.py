"""The desk at which an update or its correction is written: the form, the letter as the client gets it, the readers."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from keepstep.domain.agency.agency import Language
from keepstep.domain.clients.account import Account
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.update import Update
from keepstep.outlet.letter import Letter, letter, signature
from keepstep.web import act
from keepstep.web.seat import StaffRequest
from keepstep.web.updates.enclosing import Enclosing, address
from keepstep.web.updates.letter_form import LetterForm


def shown(
    request: StaffRequest,
    account: Account,
    form: LetterForm,
    chosen: Enclosing,
    *,
    title: act.Words,
    told: Sequence[Contact],
    back: str,
    **more: Any,
) -> HttpResponse:
    papers = [
        (text, written(request, text.subject.value() or "", text.body.value() or "", chosen.files, text.language))
        for text in form.texts
    ]
    context = {"account": account, "form": form, "chosen": chosen, "title": title, "told": told, "back": back}
    template = f"web/updates/new.html{'#desk' if act.is_fragment(request) else ''}"
    return render(request, template, context | {"papers": papers} | more, status=422 if form.is_bound else 200)


def written(request: StaffRequest, subject: str, body: str, enclosed: Sequence[Enclosure], language: str) -> Letter:
    """The letter as its reader gets it, with the files where we find them."""
    signed = signature(request.person, request.agency.name)
    return letter(
        subject=subject, body=body, signed=signed, language=language if language in Language.values else "",
        enclosed=enclosed, address=address,
    )  # fmt: skip


def sent(update: Update, *, enclosed: Sequence[Enclosure]) -> list[Letter]:
    """The letters that were sent, one in each language."""
    signed = signature(update.by, update.agency.name)
    return [
        letter(
            subject=text.subject, body=text.body, signed=signed, language=text.language, enclosed=enclosed,
            address=address,
        )
        for text in update.texts
    ]  # fmt: skip

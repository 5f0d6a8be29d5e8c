"""What was wrong in an update is put right by a letter that follows it: written beside the old one, kept or sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from uuid_utils.compat import uuid7

from keepstep.domain.agency.wording import Wording
from keepstep.domain.clients.contact import Contact
from keepstep.domain.talk import correction, unsent
from keepstep.domain.talk.correction import NobodyHasIt
from keepstep.domain.talk.enclosure import NotAtHand
from keepstep.domain.talk.message import AlreadySent
from keepstep.domain.talk.unsent import Unsent
from keepstep.domain.talk.update import Update
from keepstep.outlet import jobs
from keepstep.round import draft
from keepstep.round.news import languages
from keepstep.web import act
from keepstep.web.seat import StaffRequest, seated
from keepstep.web.updates import desk
from keepstep.web.updates.enclosing import Enclosing
from keepstep.web.updates.letter_form import LetterForm, mark


class CorrectionForm(LetterForm):
    """`draft` is the key of the draft: whatever is sent from it leaves once. What nobody has filled in is not sent."""

    draft = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, begun: Mapping[str, Wording], **options: Any) -> None:
        super().__init__(*args, **options)
        self.begun = begun

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for language, its in self.marks.items():
            said = "\n".join(facts.get(f"body{its}", "").splitlines()).strip()
            if said and said == self.begun[language].body.strip():
                self.add_error(f"body{its}", _("Say what is right."))
        return facts


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, update_id: UUID) -> HttpResponse:
    with_names = request.desk.updates().of_the_day().select_related("account__calendar", "by", "agency")
    wrong, at = get_object_or_404(with_names, pk=update_id), timezone.now()
    told, back = list(correction.readers(wrong)), reverse("update", args=[wrong.pk])
    if not told:
        return act.refused(request, NobodyHasIt(), back=back)
    kept, chosen = unsent.of(wrong.account, day=wrong.day, corrects=wrong), Enclosing(request, wrong.account)
    form = _form(request, wrong, told, kept, at)
    if request.method == "GET":
        chosen.files = list(kept.enclosures.all()) if kept else []
        return _desk(request, wrong, form, chosen, told, kept)
    chosen.take()
    if not form.is_valid() or chosen.faults:
        return _desk(request, wrong, form, chosen, told, None)
    try:
        if "keep" in request.POST:
            unsent.keep(
                wrong.account, day=wrong.day, texts=form.said(), facts={}, by=request.person, at=at,
                enclosed=chosen.files, corrects=wrong,
            )  # fmt: skip
            return act.done(request, _("Kept: it stands here when you come back."), back=back)
        sent = _send(request, wrong, form, chosen, at)
    except AlreadySent as why:
        return act.refused(request, why, back=back)
    except (NobodyHasIt, NotAtHand) as why:
        form.add_error(None, str(why))
        return _desk(request, wrong, form, chosen, told, None)
    said = _("The correction is on its way to %(client)s.") % {"client": wrong.account.name}
    return act.done(request, said, back=back, undo=reverse("update_withdraw", args=[sent.pk]))


def _form(
    request: StaffRequest, wrong: Update, told: Sequence[Contact], kept: Unsent | None, at: datetime
) -> CorrectionForm:
    """Begun by us in each language of its readers, or as somebody has kept it."""
    today, spoken = request.desk.time_of(wrong.account).local_day(at), languages(wrong.account, told)
    begun = {one: draft.correct(wrong, told=told, day=today, language=one) for one in spoken}
    initial: dict[str, Any] = {"draft": uuid7()}
    for place, language in enumerate(spoken):
        text, its = (kept and kept.in_language(language)) or begun[language], mark(place, language)
        initial |= {f"subject{its}": text.subject, f"body{its}": text.body}
    return CorrectionForm(request.POST or None, languages=spoken, at=at, begun=begun, initial=initial)


def _send(request: StaffRequest, wrong: Update, form: CorrectionForm, chosen: Enclosing, at: datetime) -> Update:
    (language, first), *others = form.said().items()
    sent = correction.send(
        wrong, draft=form.cleaned_data["draft"], language=language, subject=first.subject, body=first.body,
        by=request.person, at=at, others=dict(others), wait=form.wait, enclosed=chosen.files,
    )  # fmt: skip
    waiting = request.desk.sendings().filter(update=sent).values_list("pk", flat=True)
    jobs.send_soon(request.agency.pk, list(waiting), after=at + form.wait)
    return sent


def _desk(
    request: StaffRequest,
    wrong: Update,
    form: CorrectionForm,
    chosen: Enclosing,
    told: Sequence[Contact],
    kept: Unsent | None,
) -> HttpResponse:
    return desk.shown(
        request, wrong.account, form, chosen, title=_("Correction"), told=told, corrects=wrong, kept=kept,
        back=reverse("update", args=[wrong.pk]),
        wrong=desk.sent(wrong, enclosed=list(request.desk.enclosures().filter(update=wrong))),
    )  # fmt: skip

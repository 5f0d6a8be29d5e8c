"""Push many stalls at once: one screen to look every letter over, one act to send them, each at most once (§5.3)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from uuid_utils.compat import uuid7

from keepstep.domain.delivery.passing import AlreadyPassed
from keepstep.domain.talk import message
from keepstep.domain.talk.message import AlreadySent, Kind, Message, Unreachable
from keepstep.domain.talk.update import NothingToSay
from keepstep.round.pushes import Draft, Left, drafted
from keepstep.web import act
from keepstep.web.addresses import address
from keepstep.web.days import key_of, moment_of
from keepstep.web.projects.asking import leave
from keepstep.web.seat import StaffRequest, seated

MOST = 80
WHY: dict[Left, Promise] = {
    Left.MOVES: gettext_lazy("It moves again."),
    Left.OURS: gettext_lazy("It is in our own hands: it needs a step, not a reminder."),
    Left.THIRD: gettext_lazy("A third party holds it, and is not written to from here."),
    Left.CALL: gettext_lazy("It has come to own management’s call."),
    Left.ASKED: gettext_lazy("Asked on this rung already."),
    Left.NOBODY: gettext_lazy("There is nobody to write to."),
    Left.NO_ADDRESS: gettext_lazy("Whoever is to be asked has no e-mail address."),
}


class PushForm(forms.Form):
    """One letter of many; `draft` is the key of the draft, under which it is sent once."""

    draft = forms.UUIDField(widget=forms.HiddenInput)
    is_sent = forms.BooleanField(label=gettext_lazy("Send this one"), required=False)
    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=200,
        error_messages={"required": gettext_lazy("A letter needs a subject.")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": NothingToSay().args[0]},
    )  # fmt: skip


@dataclass
class Line:
    """A chosen project on the screen: its letter to look over, or why it is left out and where that is mended."""

    draft: Draft
    form: PushForm | None = None
    why: str = ""
    mend: str = ""
    mend_words: str = ""
    sent: Message | None = None


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    keys = [key for text in asked.getlist("project")[:MOST] if (key := key_of(text))]
    if not keys:
        messages.warning(request, _("Choose at least one project."))
        return redirect("stalls")
    if request.method == "GET":
        return _page(request, _lines(request, keys), status=200)
    # Whoever sends the same letters at the same moment waits here, and then finds them on their way.
    list(request.desk.projects().filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    lines = _lines(request, keys)
    ticked = [line for line in lines if line.form and line.form["is_sent"].value()]
    if [line for line in ticked if line.form and not line.form.is_valid()]:
        return _page(request, lines, status=422)
    return _sent(request, lines, ticked)


@seated
@require_POST
def withdraw(request: StaffRequest) -> HttpResponse:
    """All letters this person sent at that moment."""
    written = moment_of(request.GET.get("at", ""))
    sent = (
        list(request.desk.messages().filter(by=request.person, written_at=written, kind=Kind.PUSH)) if written else []
    )
    back = reverse("stalls")
    n = message.withdraw_all(sent, at=timezone.now())
    if n < max(len(sent), 1):
        left = _("%(n)s of %(all)s taken back; the others have left already.") % {"n": n, "all": len(sent)}
        return act.refused(request, left, back=back)
    return act.done(request, ngettext("%(n)s letter taken back.", "%(n)s letters taken back.", n) % {"n": n}, back=back)


def _lines(request: StaffRequest, keys: list[UUID]) -> list[Line]:
    return [_line(request, one) for one in drafted(request.desk, keys, at=timezone.now())]


def _line(request: StaffRequest, one: Draft) -> Line:
    if one.left:
        mend, words = _mending(one)
        return Line(one, why=str(WHY[one.left]), mend=mend, mend_words=words)
    first = {"draft": uuid7(), "is_sent": True, "subject": one.said.subject, "words": one.said.body}
    return Line(one, PushForm(request.POST or None, prefix=str(one.project.pk), initial=first))


def _mending(one: Draft) -> tuple[str, str]:
    """Where one goes on with what is left out."""
    match one.left:
        case Left.NOBODY:
            return address("contact_new", one.project.account_id), _("Add a person")
        case Left.NO_ADDRESS if one.contact:
            return address("contact", one.contact.pk), _("Add %(name)s’s address") % {"name": one.contact}
        case Left.CALL:
            return address("call_sheet", one.project.pk), _("Call sheet")
        case Left.THIRD if one.ball:
            return address("ball_ask", one.ball.pk), _("Ask")
    return address("project", one.project.pk), _("Open")


def _sent(request: StaffRequest, lines: list[Line], ticked: list[Line]) -> HttpResponse:
    at = timezone.now()
    for line in ticked:
        if line.form and line.draft.contact and line.draft.case:
            facts = line.form.cleaned_data
            try:
                line.sent = message.send(
                    line.draft.contact, kind=Kind.PUSH, subject=facts["subject"], body=facts["words"],
                    by=request.person, at=at, draft=facts["draft"], ball=line.draft.ball, rung=line.draft.case.rung,
                )  # fmt: skip
            except (AlreadySent, AlreadyPassed, Unreachable, NothingToSay) as fault:
                line.why = str(fault)
    for line in lines:
        if not line.sent and not line.why:
            line.why = _("Left out by you.")
    sent = [line.sent for line in lines if line.sent]
    leave(request, sent)
    if sent:
        said = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", len(sent)) % {"n": len(sent)}
        undo = f"{reverse('stall_pushes_withdraw')}?{urlencode({'at': at.isoformat()})}"
        messages.success(request, said, extra_tags=undo)
    context: dict[str, Any] = {
        "sent": [line for line in lines if line.sent],
        "unsent": [line for line in lines if not line.sent],
    }
    return render(request, "web/stalls/pushed.html", context)


def _page(request: StaffRequest, lines: list[Line], *, status: int) -> HttpResponse:
    # The address of the answer names the letters, so that after they are taken back they are here to look over again.
    chosen = urlencode([("project", str(line.draft.project.pk)) for line in lines])
    context = {
        "action": f"{reverse('stall_pushes')}?{chosen}",
        "lines": [line for line in lines if line.form],
        "left": [line for line in lines if not line.form],
    }
    template = f"web/stalls/pushes.html{'#page' if act.is_fragment(request) else ''}"
    return render(request, template, context, status=status)

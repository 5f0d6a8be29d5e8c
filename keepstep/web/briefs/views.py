"""A brief of a deal: put to the client by link, or filled in by whoever is on the telephone."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepstep.desk import Desk
from keepstep.domain.agency.wording import Wording
from keepstep.domain.sales import brief, brief_answer
from keepstep.domain.sales.brief import Brief, NothingAsked
from keepstep.domain.sales.brief_answer import AnsweredAlready
from keepstep.domain.sales.questionnaire import Questionnaire
from keepstep.intake.brief import BriefForm, in_words
from keepstep.outlet.deal_wording import of_brief
from keepstep.round import run
from keepstep.web import act
from keepstep.web.deals import letters
from keepstep.web.deals.letter_form import Reader
from keepstep.web.deals.views import address as deal_address
from keepstep.web.deals.views import deal_of
from keepstep.web.deals.writing import Errand, answered
from keepstep.web.seat import StaffRequest, seated


class ChooseForm(forms.Form):
    questionnaire = forms.ModelChoiceField(
        label=gettext_lazy("Questionnaire"), queryset=Questionnaire.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["questionnaire"].queryset = desk.questionnaires()  # type: ignore[attr-defined]


@seated
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, deal_id: UUID) -> HttpResponse:
    """First suggested is one in the language of whoever the deal is with."""
    found = deal_of(request, deal_id)
    language = found.contact.language if found.contact else request.agency.language
    usual = request.desk.questionnaires().filter(language=language).first()
    form = ChooseForm(request.POST or None, desk=request.desk, initial={"questionnaire": usual})
    if request.method == "POST" and form.is_valid():
        try:
            made = brief.put(found, form.cleaned_data["questionnaire"], by=request.person, at=timezone.now())
        except NothingAsked as why:
            form.add_error("questionnaire", str(why))
        else:
            return act.gone_to(request, address(made))
    note = _("Then send the link, or ask by telephone and fill it in yourself.")
    return act.sheet(
        request, form, title=_("A brief"), submit=_("Take it"), back=deal_address(found), about=found.title, note=note
    )


@seated
@require_GET
def show(request: StaffRequest, brief_id: UUID) -> HttpResponse:
    return _page(request, brief_of(request, brief_id))


def _page(request: StaffRequest, known: Brief) -> HttpResponse:
    said = brief_answer.said_in(known)
    lines = [(one, in_words(one, said.get(one["key"], ""))) for one in known.questions]
    context = {
        "brief": known,
        "lines": lines,
        "answered": sum(1 for _question, words in lines if words),
        "letters": letters.lines(letters.newest(request.desk.sales_letters().filter(brief=known), at=timezone.now())),
        "is_linked": bool(known.expires_at and known.expires_at > timezone.now()),
    }
    return render(request, f"web/briefs/show.html{'#page' if act.is_fragment(request) else ''}", context)


@seated
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: StaffRequest, brief_id: UUID) -> HttpResponse:
    """Shown once, since only a hash of it is kept."""
    known, at = brief_of(request, brief_id), timezone.now()
    if request.method == "GET":
        note = _("The client fills it in without signing in, and may come back to it for 30 days.")
        if known.token_hash:
            note += " " + _("The link that was made before will open nothing any more.")
        return act.sheet(
            request, forms.Form(), title=_("A link for the client"), submit=_("Make a link"), back=address(known),
            about=f"{known.deal.whose} · {known.title}", note=note,
        )  # fmt: skip
    where = settings.SITE_URL + reverse("client_brief", args=[brief.make_link(known, at=at)])
    context = {"brief": known, "link": where, "until": at + brief.LINK_LIFE}
    return render(request, f"web/briefs/link.html{'#link' if act.is_fragment(request) else ''}", context)


@seated
@require_http_methods(["GET", "POST"])
def letter(request: StaffRequest, brief_id: UUID) -> HttpResponse:
    """Its link goes to whoever the deal is with, in a letter of ours."""
    known = brief_of(request, brief_id)
    errand = Errand(
        about=known.deal, brief=known, words=_words, language=known.language, title=_("Send the brief"),
        said=_("%(title)s. The link stands under your words: it opens without a password.") % {"title": known.title},
        back=address(known),
    )  # fmt: skip
    return answered(
        request, errand, done=partial(done, request, known), refused=partial(act.refused, request, back=address(known))
    )


def _words(reader: Reader) -> Wording:
    return of_brief(greeted=reader.greeted, language=reader.language)


@seated
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, brief_id: UUID) -> HttpResponse:
    """What is good is kept; once everything that must be is said, the brief is handed in."""
    known = brief_of(request, brief_id)
    form = BriefForm(request.POST or None, questions=known.questions, said=brief_answer.said_in(known))
    if request.method == "POST":
        is_good, at = form.is_valid(), timezone.now()
        try:
            brief_answer.answer(known, form.kept, by=request.person, at=at)
            if is_good:
                brief_answer.hand_in(known, by=request.person, at=at)
                run.look_again_at_deal(known.deal, at=at)
                return done(request, known, _("Answered: the request is clarified."))
        except AnsweredAlready as why:
            return act.refused(request, why, back=address(known))
    return act.sheet(request, form, title=known.title, submit=_("Hand in"), back=address(known), about=known.deal.whose)


@seated
@require_POST
def reopen(request: StaffRequest, brief_id: UUID) -> HttpResponse:
    known, at = brief_of(request, brief_id), timezone.now()
    brief_answer.reopen(known, by=request.person, at=at)
    run.look_again_at_deal(known.deal, at=at)
    return done(request, known, _("The brief is open again."))


@seated
@require_POST
def end(request: StaffRequest, brief_id: UUID) -> HttpResponse:
    known = brief_of(request, brief_id)
    brief.end(known, at=timezone.now())
    return done(request, known, _("Its link opens nothing any more."), undo=reverse("brief_ask_again", args=[known.pk]))


@seated
@require_POST
def ask_again(request: StaffRequest, brief_id: UUID) -> HttpResponse:
    known = brief_of(request, brief_id)
    brief.ask_again(known)
    return done(request, known, _("It is asked again."))


def brief_of(request: StaffRequest, brief_id: UUID) -> Brief:
    found = request.desk.briefs().select_related(
        "deal__person", "deal__contact", "deal__account", "deal__agency", "answered_by", "by"
    )
    return get_object_or_404(found, pk=brief_id)


def address(known: Brief) -> str:
    return reverse("brief", args=[known.pk])


def done(request: StaffRequest, known: Brief, said: act.Words, *, undo: str = "") -> HttpResponse:
    show = lambda: _page(request, brief_of(request, known.pk))  # noqa: E731
    return act.done(request, said, back=address(known), show=show, undo=undo)

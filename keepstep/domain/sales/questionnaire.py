"""Questionnaires: what the agency asks before it can offer anything, in general or for a service (§5.8)."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Agency, Language
from keepstep.domain.agency.own_list import check_free, check_not_last
from keepstep.domain.agency.row import Key, Row
from keepstep.domain.agency.service import Service


class Ask(models.TextChoices):
    """How a question wants to be answered."""

    TEXT = "text", pgettext_lazy("answer", "a line")
    LONG = "long", pgettext_lazy("answer", "a longer text")
    CHOICE = "choice", pgettext_lazy("answer", "one of several")
    YES_NO = "yes_no", pgettext_lazy("answer", "yes or no")


USUAL = pgettext_lazy("questionnaire", "Brief")
USUAL_QUESTIONS = (
    (_("What does your company do, in two or three sentences?"), Ask.LONG, (), True, "sells"),
    (_("What should be different when our work is done?"), Ask.LONG, (), True, "success"),
    (_("Who are your customers, and why do they come to you?"), Ask.LONG, (), False, "customers"),
    (_("Address of your site, if there is one"), Ask.TEXT, (), False, "places"),
    (_("Have you worked with an agency before?"), Ask.YES_NO, (), False, ""),
    (_("When should it be ready?"), Ask.CHOICE,
     (_("As soon as possible"), _("Within a month"), _("Within three months"), _("No hurry")), True, ""),
    (_("What budget do you have in mind?"), Ask.TEXT, (), False, ""),
    (_("Who decides on your side?"), Ask.TEXT, (), False, "decides"),
)  # fmt: skip
"""Words, kind, what may be chosen, whether an answer is a must, and the field of the dossier it fills."""


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def still_open(self) -> "QuestionnaireQuerySet":
        return self.filter(closed_at=None)


class Questionnaire(Row):
    """Without a service it is for any; `intro` stands above its questions."""

    name = models.CharField(max_length=100)
    service = Key(Service, null=True, blank=True)
    language = models.CharField(max_length=2, choices=Language)
    intro = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[QuestionnaireQuerySet] = QuestionnaireQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "questionnaire"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_questionnaire_has_a_name_of_its_own"),
        )

    def __str__(self) -> str:
        return self.name


class Question(Row):
    """One that is closed is asked no more; briefs that asked it keep it. `dossier` is the code of the field of the
    client's dossier that its answer fills."""

    questionnaire = Key(Questionnaire, models.CASCADE, related_name="questions")
    words = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=6, choices=Ask)
    options = ArrayField(models.CharField(max_length=200), default=list)
    is_required = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    dossier = models.CharField(max_length=20, blank=True, default="", db_default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "question"
        ordering = ("place", "id")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(kind="choice", options__len__gte=2) | ~Q(kind="choice") & Q(options__len=0),
                name="a_choice_has_two_options_at_least",
            ),
        )
        indexes = (models.Index(fields=["agency", "questionnaire", "place"], name="question_of"),)

    def __str__(self) -> str:
        return self.words

    def asked(self) -> dict[str, Any]:
        """As a brief keeps it."""
        return {
            "key": str(self.pk), "words": self.words, "hint": self.hint, "kind": self.kind, "options": self.options,
            "is_required": self.is_required, "dossier": self.dossier,
        }  # fmt: skip


def offered(agency: Agency) -> QuestionnaireQuerySet:
    """What may be asked; an agency that never had any begins with the usual one, in its language."""
    if not Questionnaire.objects.exists():
        with transaction.atomic():
            Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
            if not Questionnaire.objects.exists():
                with translation.override(agency.language):
                    _begin(agency)
    return Questionnaire.objects.still_open()


def _begin(agency: Agency) -> None:
    made = Questionnaire.objects.create(name=str(USUAL), language=agency.language)
    Question.objects.bulk_create(
        Question(
            questionnaire=made, words=str(words), kind=kind, options=[str(one) for one in options],
            is_required=is_required, place=place, dossier=dossier,
        )
        for place, (words, kind, options, is_required, dossier) in enumerate(USUAL_QUESTIONS)
    )  # fmt: skip


def add(**facts: Any) -> Questionnaire:
    """`facts` are its name, service, language and intro. Raises NameTaken."""
    check_free(Questionnaire.objects.all(), facts["name"])
    return Questionnaire.objects.create(**facts)


def amend(questionnaire: Questionnaire, **facts: Any) -> None:
    """Briefs that were sent stay as they were. Raises NameTaken."""
    check_free(Questionnaire.objects.exclude(pk=questionnaire.pk), facts["name"])
    Questionnaire.objects.filter(pk=questionnaire.pk).update(**facts)


@transaction.atomic
def close(questionnaire: Questionnaire, *, at: datetime) -> None:
    """It is sent no more. Raises LastOne."""
    check_not_last(Questionnaire.objects.still_open(), questionnaire)
    Questionnaire.objects.filter(pk=questionnaire.pk).update(closed_at=at)


def reopen(questionnaire: Questionnaire) -> None:
    Questionnaire.objects.filter(pk=questionnaire.pk).update(closed_at=None)


@transaction.atomic
def put(questionnaire: Questionnaire, *, words: str, kind: str, **facts: Any) -> Question:
    """One question more, the last. `facts` are fields of Question."""
    Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    last = Question.objects.filter(questionnaire=questionnaire).aggregate(last=Max("place"))["last"]
    place = 0 if last is None else last + 1
    return Question.objects.create(questionnaire=questionnaire, words=words, kind=kind, place=place, **facts)


def reword(question: Question, **facts: Any) -> None:
    """`facts` are fields of Question; briefs that were sent ask as they did."""
    Question.objects.filter(pk=question.pk).update(**facts)


@transaction.atomic
def move_up(question: Question) -> bool:
    """Before the one above it; False if it is the first."""
    of_it = Question.objects.filter(questionnaire=question.questionnaire_id, closed_at=None)
    asked = list(of_it.select_for_update())
    place = asked.index(question)
    if place == 0:
        return False
    above = asked[place - 1]
    Question.objects.filter(pk=question.pk).update(place=above.place)
    Question.objects.filter(pk=above.pk).update(place=question.place)
    return True


def drop(question: Question, *, at: datetime) -> None:
    """It is asked no more."""
    Question.objects.filter(pk=question.pk).update(closed_at=at)


def take_up(question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(closed_at=None)

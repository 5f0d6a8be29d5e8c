"""Pipelines: the ways along which the agency sells, each of stages; and the gates every deal comes through (§5.8)."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from keepstep.domain.agency.agency import Agency
from keepstep.domain.agency.own_list import check_free, check_not_last
from keepstep.domain.agency.row import Key, Row


class Gate(models.IntegerChoices):
    """In the order in which they open; a stage stands behind one of them."""

    NEW = 0, pgettext_lazy("gate", "new")
    CLARIFIED = 1, pgettext_lazy("gate", "request clarified")
    AGREED = 2, pgettext_lazy("gate", "price and composition agreed")
    CONTRACTED = 3, pgettext_lazy("gate", "contract concluded")
    PAID = 4, pgettext_lazy("gate", "payment received")
    HANDED_OVER = 5, pgettext_lazy("gate", "handed over")


OPENED_BY = {
    Gate.CLARIFIED: pgettext_lazy("evidence", "brief answered"),
    Gate.AGREED: pgettext_lazy("evidence", "proposal version accepted"),
    Gate.CONTRACTED: pgettext_lazy("evidence", "contract signed"),
    Gate.PAID: pgettext_lazy("evidence", "payment recorded"),
    Gate.HANDED_OVER: pgettext_lazy("evidence", "handover accepted"),
}
"""What each gate opens on; the first needs nothing."""
USUAL = pgettext_lazy("pipeline", "Sales")
USUAL_STAGES = (
    (Gate.NEW, pgettext_lazy("stage", "New request"), 1, 10),
    (Gate.CLARIFIED, pgettext_lazy("stage", "Request clarified"), 3, 25),
    (Gate.CLARIFIED, pgettext_lazy("stage", "Proposal sent"), 5, 40),
    (Gate.AGREED, pgettext_lazy("stage", "Price agreed"), 5, 60),
    (Gate.CONTRACTED, pgettext_lazy("stage", "Contract concluded"), 5, 80),
    (Gate.PAID, pgettext_lazy("stage", "Paid"), 1, 95),
    (Gate.HANDED_OVER, pgettext_lazy("stage", "Handed over"), None, 100),
)
"""Gate, name, norm in working days, per cent of deals that come through from there."""


class PipelineQuerySet(models.QuerySet["Pipeline"]):
    def still_open(self) -> "PipelineQuerySet":
        return self.filter(closed_at=None)


class Pipeline(Row):
    name = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[PipelineQuerySet] = PipelineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "pipeline"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_pipeline_has_a_name_of_its_own"),
        )

    def __str__(self) -> str:
        return self.name


class StageQuerySet(models.QuerySet["Stage"]):
    def still_open(self) -> "StageQuerySet":
        return self.filter(closed_at=None, pipeline__closed_at=None)

    def behind(self, gate: int) -> "StageQuerySet":
        return self.filter(gate=gate)


class Stage(Row):
    """`norm` is how many working days a deal stays here at most; `probability` how many per cent come through from
    here. Stages stand in the order of their gates, and of one gate in the order of `place`."""

    pipeline = Key(Pipeline, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=100)
    gate = models.PositiveSmallIntegerField(choices=Gate)
    place = models.PositiveSmallIntegerField(default=0)
    norm = models.PositiveSmallIntegerField(null=True, blank=True)
    probability = models.PositiveSmallIntegerField(default=50)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[StageQuerySet] = StageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "stage"
        ordering = ("gate", "place", "id")
        constraints: ClassVar = (
            models.UniqueConstraint(fields=["agency", "pipeline", "name"], name="a_stage_has_a_name_of_its_own"),
            models.CheckConstraint(condition=Q(gate__lte=5), name="a_stage_stands_behind_a_gate"),
            models.CheckConstraint(condition=Q(norm=None) | Q(norm__gte=1), name="a_norm_is_a_day_at_least"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="no_more_than_all_come_through"),
        )

    def __str__(self) -> str:
        return self.name


class NotEmpty(Exception):
    """Deals that go on stand there."""

    def __init__(self) -> None:
        super().__init__(_("Deals stand there still: move them first."))


def offered(agency: Agency) -> PipelineQuerySet:
    """The pipelines there are; an agency that never had any begins with the usual one, in its language."""
    if not Pipeline.objects.exists():
        with transaction.atomic():
            Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
            if not Pipeline.objects.exists():
                with translation.override(agency.language):
                    _begin(str(USUAL))
    return Pipeline.objects.still_open()


@transaction.atomic
def add(agency: Agency, *, name: str) -> Pipeline:
    """With the usual stages, to be made one's own. Raises NameTaken."""
    check_free(Pipeline.objects.all(), name)
    with translation.override(agency.language):
        return _begin(name)


def _begin(name: str) -> Pipeline:
    made = Pipeline.objects.create(name=name)
    Stage.objects.bulk_create(
        Stage(pipeline=made, gate=gate, name=str(called), place=place, norm=norm, probability=probability)
        for place, (gate, called, norm, probability) in enumerate(USUAL_STAGES)
    )
    return made


def rename(pipeline: Pipeline, *, name: str) -> None:
    """Raises NameTaken."""
    check_free(Pipeline.objects.exclude(pk=pipeline.pk), name)
    pipeline.name = name
    pipeline.save(update_fields=["name"])


@transaction.atomic
def close(pipeline: Pipeline, *, at: datetime) -> None:
    """No more deals go along it. Raises LastOne, NotEmpty."""
    check_not_last(Pipeline.objects.still_open(), pipeline)
    _check_empty(Stage.objects.filter(pipeline=pipeline))
    Pipeline.objects.filter(pk=pipeline.pk).update(closed_at=at)


def reopen(pipeline: Pipeline) -> None:
    Pipeline.objects.filter(pk=pipeline.pk).update(closed_at=None)


@transaction.atomic
def add_stage(pipeline: Pipeline, *, name: str, gate: int, norm: int | None, probability: int) -> Stage:
    """The last of its gate. Raises NameTaken."""
    of_it = Stage.objects.filter(pipeline=pipeline)
    check_free(of_it, name)
    last = of_it.aggregate(last=Max("place"))["last"]
    place = 0 if last is None else last + 1
    return Stage.objects.create(
        pipeline=pipeline, name=name, gate=gate, norm=norm, probability=probability, place=place
    )


def amend_stage(stage: Stage, **facts: Any) -> None:
    """`facts` are its name, norm and probability. It never goes behind another gate: deals stand there already.

    Raises NameTaken.
    """
    check_free(Stage.objects.filter(pipeline=stage.pipeline_id).exclude(pk=stage.pk), facts.get("name", ""))
    for name in ("name", "norm", "probability"):
        if name in facts:
            setattr(stage, name, facts[name])
    stage.save(update_fields=["name", "norm", "probability"])


@transaction.atomic
def move_up(stage: Stage) -> bool:
    """Before the one above it; False if that stands behind another gate."""
    of_gate = list(
        Stage.objects.select_for_update().still_open().filter(pipeline=stage.pipeline_id, gate=stage.gate)
    )  # fmt: skip
    place = of_gate.index(stage)
    if place == 0:
        return False
    of_gate[place - 1], of_gate[place] = of_gate[place], of_gate[place - 1]
    places = sorted(one.place for one in of_gate)
    for one, at_place in zip(of_gate, places, strict=True):
        Stage.objects.filter(pk=one.pk).update(place=at_place)
    return True


@transaction.atomic
def close_stage(stage: Stage, *, at: datetime) -> None:
    """Deals stand there no more. The first and the last gate keep one stage each. Raises LastOne, NotEmpty."""
    if stage.gate in (Gate.NEW, Gate.HANDED_OVER):
        of_gate = Stage.objects.filter(pipeline=stage.pipeline_id, gate=stage.gate, closed_at=None)
        check_not_last(of_gate, stage)
    _check_empty(Stage.objects.filter(pk=stage.pk))
    Stage.objects.filter(pk=stage.pk).update(closed_at=at)


def reopen_stage(stage: Stage) -> None:
    Stage.objects.filter(pk=stage.pk).update(closed_at=None)


def _check_empty(stages: StageQuerySet) -> None:
    """A deal that is being moved there waits for this lock (`gate.pass_to`)."""
    from keepstep.domain.sales.deal import Deal  # a deal stands in a stage, not the reverse

    keys = list(stages.select_for_update().order_by("pk").values_list("pk", flat=True))
    if Deal.objects.open().filter(stage__in=keys).exists():
        raise NotEmpty


def first_stage(pipeline: Pipeline) -> Stage:
    """Where every deal begins."""
    return Stage.objects.filter(pipeline=pipeline, closed_at=None)[0]

"""What the desk shows of the work."""

from django.db.models import QuerySet

from keepstep.desk.clients import ClientRows
from keepstep.domain.delivery.amendment import Amendment
from keepstep.domain.delivery.ball import Ball, BallQuerySet
from keepstep.domain.delivery.correction import Correction
from keepstep.domain.delivery.due_move import DueMove
from keepstep.domain.delivery.holder import Holder
from keepstep.domain.delivery.milestone import Milestone, MilestoneQuerySet
from keepstep.domain.delivery.notice import Notice
from keepstep.domain.delivery.pause import Pause, PauseQuerySet
from keepstep.domain.delivery.project import Project, ProjectQuerySet
from keepstep.domain.delivery.shown_project import ShownProject
from keepstep.domain.delivery.step import Step, StepQuerySet
from keepstep.domain.delivery.taking import Taking
from keepstep.domain.delivery.task import Task, TaskQuerySet


class DeliveryRows(ClientRows):
    def projects_in_parts(self) -> list[ProjectQuerySet]:
        """The projects in sight as parts that indexes serve, as `accounts_in_parts`."""
        if self.sees_all:
            return [Project.objects.all()]
        return [Project.objects.filter(account__in=part.order_by().values("pk")) for part in self.accounts_in_parts()]

    def shown_projects(self) -> QuerySet[ShownProject]:
        return ShownProject.objects.filter(self._within("contact__account__"))

    def projects(self) -> ProjectQuerySet:
        return Project.objects.filter(self._within())

    def amendments(self) -> QuerySet[Amendment]:
        return Amendment.objects.filter(self._within("project__account__"))

    def milestones(self) -> MilestoneQuerySet:
        return Milestone.objects.filter(self._within("project__account__"))

    def tasks(self) -> TaskQuerySet:
        return Task.objects.filter(self._within("project__account__"))

    def steps(self) -> StepQuerySet:
        return Step.objects.filter(self._within("project__account__"))

    def balls(self) -> BallQuerySet:
        return Ball.objects.filter(self._within("project__account__"))

    def holders(self) -> QuerySet[Holder]:
        return Holder.objects.filter(self._within("ball__project__account__"))

    def corrections(self) -> QuerySet[Correction]:
        return Correction.objects.filter(self._within("ball__project__account__"))

    def due_moves(self) -> QuerySet[DueMove]:
        return DueMove.objects.filter(self._within("ball__project__account__"))

    def notices(self) -> QuerySet[Notice]:
        return Notice.objects.filter(self._within("ball__project__account__"))

    def own_takings(self) -> QuerySet[Taking]:
        return Taking.objects.filter(self._within("project__account__"), person=self.person)

    def pauses(self) -> PauseQuerySet:
        return Pause.objects.filter(self._within())

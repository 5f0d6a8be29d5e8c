"""What the desk shows of what was said."""

from datetime import datetime

from django.db.models import Q, QuerySet

from keepstep.desk.sight import InSight
from keepstep.domain.talk.attachment import Attachment
from keepstep.domain.talk.cadence import Cadence
from keepstep.domain.talk.document import Document, DocumentQuerySet
from keepstep.domain.talk.due_day import DueDay
from keepstep.domain.talk.enclosure import Enclosure, EnclosureQuerySet
from keepstep.domain.talk.engagement import Engagement
from keepstep.domain.talk.incoming import Fate, Incoming, IncomingQuerySet
from keepstep.domain.talk.mark import Mark, MarkQuerySet
from keepstep.domain.talk.message import Message, MessageQuerySet
from keepstep.domain.talk.safety_net import SafetyNet
from keepstep.domain.talk.sending import Sending, SendingQuerySet
from keepstep.domain.talk.snippet import Snippet, SnippetQuerySet
from keepstep.domain.talk.touchpoint import Touchpoint, TouchpointQuerySet
from keepstep.domain.talk.update import Update, UpdateQuerySet


class TalkRows(InSight):
    def touchpoints(self) -> TouchpointQuerySet:
        return Touchpoint.objects.filter(self._within())

    def documents(self) -> DocumentQuerySet:
        return Document.objects.filter(self._within())

    def attachments(self) -> QuerySet[Attachment]:
        return Attachment.objects.filter(self._within("touchpoint__account__"))

    def enclosures(self) -> EnclosureQuerySet:
        return Enclosure.objects.filter(self._within())

    def incoming(self) -> IncomingQuerySet:
        """Letters of the clients in sight, and those of nobody yet; a lead's are seen by whoever sees the lead, and
        those about a deal by whoever has it."""
        if self.person.sells or self.person.manages_the_agency:
            return self._letters()
        of_sales = Q(strangers__lead__person=self.person) | Q(deal_words__deal__person=self.person)
        return self._letters().filter(~Q(fate__in=(Fate.LEAD, Fate.DEAL)) | of_sales)

    def unsorted(self) -> IncomingQuerySet:
        """Letters that wait until somebody says whose they are."""
        return self._letters().unsorted()

    def _letters(self) -> IncomingQuerySet:
        return Incoming.objects.filter(self._within() if self.sees_all else Q(account=None) | self._within())

    def due_days(self) -> QuerySet[DueDay]:
        return DueDay.objects.filter(self._within())

    def updates(self) -> UpdateQuerySet:
        return Update.objects.filter(self._within())

    def messages(self) -> MessageQuerySet:
        return Message.objects.filter(self._within())

    def sendings(self) -> SendingQuerySet:
        return Sending.objects.filter(self._within("contact__account__"))

    def troubled_sendings(self, at: datetime) -> SendingQuerySet:
        return self.sendings().troubled(at)

    def snippets(self) -> SnippetQuerySet:
        return Snippet.objects.at_hand_of(self.person)

    def own_snippets(self) -> SnippetQuerySet:
        """Those one may change: one's own, and for own management those for everybody."""
        return self.snippets() if self.person.manages_the_agency else self.snippets().filter(person=self.person)

    def cadences(self) -> QuerySet[Cadence]:
        return Cadence.objects.all()

    def nets(self) -> QuerySet[SafetyNet]:
        """Those of the clients in sight, and the agency's own."""
        return SafetyNet.objects.filter(Q() if self.sees_all else Q(account=None) | self._within())

    def marks(self) -> MarkQuerySet:
        return Mark.objects.standing().filter(self._within("update__account__"))

    def engagements(self) -> QuerySet[Engagement]:
        return Engagement.objects.filter(self._within())

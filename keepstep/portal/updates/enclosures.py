"""Files that came with our letters: for whoever got the letter, or sees our documents."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from keepstep.domain.talk.enclosure import Enclosure
from keepstep.outlet.download import download
from keepstep.portal.seat import ClientRequest, seated


def address(one: Enclosure) -> str:
    """Where a page of the portal finds the file."""
    return reverse("portal_enclosure", args=[one.pk])


@seated
@require_GET
def show(request: ClientRequest, enclosure_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.desk.enclosures(), pk=enclosure_id)
    return download(found.digest, agency_id=found.agency_id, name=found.name, kind=found.kind)

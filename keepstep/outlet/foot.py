"""What stands under an update: one tap to say what one thinks of it, and the way to the portal (§5.2)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from keepstep.domain.talk.mark import BEST, Said
from keepstep.domain.talk.sending import Sending
from keepstep.outlet import tap
from keepstep.outlet.tap import Tap


@dataclass(frozen=True)
class Foot:
    """`page` asks for a mark; `taps` and `points` lead there with one chosen; `portal` may be closed to them."""

    page: str
    taps: list[tuple[str, str]]
    points: list[tuple[int, str]]
    portal: str


def of(sending: Sending, *, language: str, at: datetime) -> Foot:
    """The foot of this reader's letter, in the language it is written in."""
    page = tap.address(Tap(sending.agency_id, sending.pk), at=at)
    with translation.override(language):
        taps = [(str(one.label), f"{page}?said={one.value}") for one in Said]
    return Foot(
        page=page,
        taps=taps,
        points=[(n, f"{page}?points={n}") for n in range(1, BEST + 1)],
        portal=settings.SITE_URL + reverse("portal_update", args=[sending.update_id])
        if sending.contact.opens_portal
        else "",
    )

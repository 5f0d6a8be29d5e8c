"""The agency's colour and logo, for pages of clients: public like any logo, under an address that changes with them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from keepstep.domain.agency import brand
from keepstep.domain.agency.brand import PAPER, Brand
from keepstep.formulas.contrast import BLACK, WHITE, readable_on
from keepstep.postgres import tenancy

NIGHT, NIGHT_INK = "#171c24", "#0d1524"


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def colour(_request: HttpRequest, agency_id: UUID, version: str) -> HttpResponse:
    """By night the colour is made lighter until it can be read."""
    chosen = _brand(agency_id, version).colour
    if not chosen:
        return HttpResponse("", content_type="text/css")
    day = readable_on(PAPER, chosen, towards=BLACK)
    night = readable_on(NIGHT, chosen, towards=WHITE)
    rule = f":root {{ --accent: light-dark({day}, {night}); --accent-ink: light-dark({WHITE}, {NIGHT_INK}); }}\n"
    return HttpResponse(rule, content_type="text/css")


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def logo(_request: HttpRequest, agency_id: UUID, version: str) -> HttpResponse:
    drawn = bytes(_brand(agency_id, version).logo)
    if not drawn:
        raise Http404
    return HttpResponse(drawn, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def _brand(agency_id: UUID, version: str) -> Brand:
    """Only under its present address: whoever guesses gets nothing."""
    with tenancy.entered(agency_id):
        found = brand.present()
    if found is None or found.version != version:
        raise Http404
    return found

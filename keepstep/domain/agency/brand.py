"""The agency's face towards its clients: a logo and one colour."""

import io
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from keepstep.domain.agency.person import Person
from keepstep.domain.agency.row import Key, Row
from keepstep.formulas.contrast import BLACK, READABLE, contrast, readable_on

PAPER = "#f5f6f8"
"""The ground on which the portal's words and links stand by day."""
BIGGEST = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
FRAME = (640, 200)
KINDS = ("PNG", "JPEG", "WEBP", "GIF")


class Brand(Row):
    """`logo` is a PNG of our own making, empty without one; `colour` is empty for the portal's own."""

    colour = models.CharField(max_length=7, blank=True)
    logo = models.BinaryField(default=bytes)
    changed_at = models.DateTimeField()
    by = Key(Person, null=True)

    class Meta:
        db_table = "brand"
        constraints = (models.UniqueConstraint(fields=["agency"], name="an_agency_has_one_brand"),)

    def __str__(self) -> str:
        return self.colour

    @property
    def version(self) -> str:
        """Changes with it, so that what browsers kept is not shown any more."""
        return f"{self.changed_at:%Y%m%d%H%M%S%f}"


class TooPale(Exception):
    """Words in this colour could not be read on paper."""

    def __init__(self, colour: str) -> None:
        near = readable_on(PAPER, colour, towards=BLACK)
        said = _("Words in this colour are hard to read (contrast %(has)s, needed %(needed)s). A darker one: %(near)s.")
        facts = {"has": f"{contrast(colour, PAPER):.1f}", "needed": f"{READABLE:.1f}", "near": near}
        super().__init__(said % facts)


class NoPicture(Exception):
    """Not a picture we can show."""

    def __init__(self) -> None:
        super().__init__(_("This is no picture we can show: choose a PNG, JPEG, WebP or GIF of at most 5 MB."))


def present() -> Brand | None:
    """The brand of the agency the session is in."""
    return Brand.objects.first()


def dress(
    *, colour: str, by: Person | None, at: datetime, logo: bytes | None = None, without_logo: bool = False
) -> Brand:
    """The agency shows itself so from now on; no new logo leaves the present one. Raises TooPale, NoPicture."""
    if colour and contrast(colour, PAPER) < READABLE:
        raise TooPale(colour)
    facts = {"colour": colour, "changed_at": at, "by": by}
    if without_logo:
        facts["logo"] = b""
    elif logo is not None:
        facts["logo"] = redrawn(logo)
    return Brand.objects.update_or_create(defaults=facts)[0]


def redrawn(content: bytes) -> bytes:
    """The picture as a PNG that fits the head of a page: nothing else of the file is kept. Raises NoPicture."""
    if len(content) > BIGGEST:
        raise NoPicture
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as given:
            if given.width * given.height > MOST_PIXELS:
                raise NoPicture
            picture = given.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as why:
        raise NoPicture from why
    picture.thumbnail(FRAME)
    made = io.BytesIO()
    Image.frombytes("RGBA", picture.size, picture.tobytes()).save(made, "PNG", optimize=True)
    return made.getvalue()

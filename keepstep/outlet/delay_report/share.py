"""What of the days counts as ours, and whom the project waited for: the report's figure and its table (§5.3)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.formulas.ledger import DayClass, Exposure
from keepstep.outlet.percent import percent
from keepstep.outlet.square import LETTERS


@dataclass(frozen=True)
class ClassLine:
    """`exposed` are the days of it that count as ours; a part is one of the line above it."""

    tone: str
    letter: str
    name: str
    days: int
    share: str
    exposed: str
    is_part: bool = False


def figures(exposure: Exposure) -> dict[str, str]:
    if exposure.value is None:
        early = _("The first working day is not over yet: too early for a ledger.")
        return {"exposure": "", "headline": early, "explanation": "", "sum": ""}
    numbers = {"n": exposure.days, "exposed": exposure.exposed}
    value = percent(exposure.exposed, exposure.days)
    return {
        "exposure": value,
        "headline": ngettext(
            "Of %(n)s working day, %(exposed)s counts as ours.",
            "Of %(n)s working days, %(exposed)s count as ours.",
            exposure.days,
        )
        % numbers,
        "explanation": _(
            "As ours count the days that waited for us, those that waited for several sides at once, and those that"
            " waited for the client without a reminder on the day itself or on the four working days before it."
            " Days of a third party and free days are part of the whole."
        ),
        "sum": f"({exposure.ours} + {exposure.concurrent} + {exposure.theirs_uncovered}) ÷ {exposure.days} = {value}",
    }


def classes(exposure: Exposure, agency: str, client: str) -> list[ClassLine]:
    """Ours first; classes nobody had a day of are left out, but never ours and theirs."""

    def line(tone: str, letter: object, name: str, days: int, exposed: int, *, is_part: bool = False) -> ClassLine:
        share = percent(days, exposure.days)
        return ClassLine(tone, str(letter), name, days, share, str(exposed) if exposed else "–", is_part)

    named = {"agency": agency, "client": client}
    lines = [
        line(
            "ours",
            LETTERS[DayClass.OURS],
            _("Waiting for us (%(agency)s)") % named,
            exposure.ours,
            exposure.ours,
        ),
        line(
            "concurrent",
            LETTERS[DayClass.CONCURRENT],
            _("Waiting for several sides at once"),
            exposure.concurrent,
            exposure.concurrent,
        ),
        line(
            "theirs",
            LETTERS[DayClass.THEIRS],
            _("Waiting for the client (%(client)s)") % named,
            exposure.theirs,
            exposure.theirs_uncovered,
        ),
        line("theirs covered", "", _("with a reminder"), exposure.theirs_covered, 0, is_part=True),
        line(
            "theirs",
            "",
            _("without a reminder"),
            exposure.theirs_uncovered,
            exposure.theirs_uncovered,
            is_part=True,
        ),
        line("third", LETTERS[DayClass.THIRD], _("Waiting for a third party"), exposure.third, 0),
        line("free", LETTERS[DayClass.FREE], _("Free: paused or closed"), exposure.free, 0),
    ]
    always = {"ours", "theirs", "theirs covered"}
    return [one for one in lines if one.days or (one.tone in always and not (one.is_part and not exposure.theirs))]


def total(exposure: Exposure) -> ClassLine:
    share = percent(exposure.days, exposure.days)
    return ClassLine("", "", _("Together"), exposure.days, share, str(exposure.exposed))

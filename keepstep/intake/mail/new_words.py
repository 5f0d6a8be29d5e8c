"""What the writer of a letter says now: without the quotes it carries, without signatures, never without everything."""

from itertools import groupby

from keepstep.intake.mail.phrases import (
    DELIMITER,
    DISCLAIMER,
    FAREWELL,
    FORWARD_SUBJECT,
    FORWARDED,
    RULE,
    SENT_FROM,
    SMALL_TALK,
)
from keepstep.intake.mail.quote import marks

LONGEST = 200_000
WIDEST_LINE = 2000
SIGNATURE_LINES, SIGNATURE_WIDTH = 9, 90


def new_words(text: str, *, subject: str = "") -> str:
    """The words that are new in this text; the whole text when nothing else would be left of it."""
    lines = [line[:WIDEST_LINE] for line in text[:LONGEST].split("\n")]
    quoted = marks(lines, is_forward=bool(FORWARD_SUBJECT.match(subject)))
    pairs = zip(lines, quoted, strict=True)
    own = [
        [line for line, _quoted in part] for is_quoted, part in groupby(pairs, lambda pair: pair[1]) if not is_quoted
    ]
    signed = [part for part in own if _tidy(part)]
    unsigned = [said for part in signed if (said := _tidy(_without_signature(part)))]
    return "\n\n".join(unsigned) or "\n\n".join(_tidy(part) for part in signed) or _tidy(lines)


def _without_signature(lines: list[str]) -> list[str]:
    """Up to the first line that begins a signature; a signature of many or long lines is none, unless `-- ` says so."""
    for place, line in enumerate(lines):
        if FORWARDED.match(line):
            return lines
        if _begins_signature(lines, place):
            return _without_signature(lines[:place])
    return lines


def _begins_signature(lines: list[str], place: int) -> bool:
    line, rest = lines[place], lines[place + 1 :]
    if DELIMITER.match(line):
        return line in {"-- ", "--"} or _is_short(rest)
    if DISCLAIMER.match(line):
        return True
    if SENT_FROM.match(line):
        return _is_short(rest)
    if RULE.match(line):
        return bool(_tidy(rest)) and _is_short(rest) and any("@" in one or "+" in one for one in rest)
    if said := FAREWELL.match(line):
        return _is_farewell(said.group("rest") or "", line, rest)
    return False


def _is_farewell(after: str, line: str, rest: list[str]) -> bool:
    """A farewell closes the letter: what follows on its line is a name, and below it stands a card, not a talk."""
    if len(after.split()) > 6 or after.rstrip().endswith(("?", ":")):
        return False
    if SMALL_TALK.match(line) and not _tidy(rest) and len(line.split()) > 3:
        return False
    return _is_short(rest)


def _is_short(lines: list[str]) -> bool:
    filled = [line.strip() for line in lines if line.strip()]
    card = next((number for number, line in enumerate(filled) if DISCLAIMER.match(line)), len(filled))
    return card <= SIGNATURE_LINES and all(_fits_a_card(line) for line in filled[:card])


def _fits_a_card(line: str) -> bool:
    """Not a sentence: short, and not ending as sentences of some length do."""
    return len(line) <= SIGNATURE_WIDTH and not line.endswith("?") and not (
        line.endswith((".", "!")) and len(line.split()) > 5
    )  # fmt: skip


def _tidy(lines: list[str]) -> str:
    """Without empty lines around and with one between paragraphs."""
    kept: list[str] = []
    for line in (line.rstrip() for line in lines):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")

"""What of a letter its writer only carried along: lines behind `>`, the words that introduce them, and whole tails.

A line is marked, never cut out here: between the lines of a quote answers may stand, and those are what was said.
"""

import re

from keepstep.intake.mail.phrases import (
    ADDRESS_AND_COLON,
    FIELD,
    FORWARDED,
    MOMENT,
    OPENING,
    ORIGINAL,
    RULE,
    WROTE,
    YOU_WROTE,
)

QUOTED = re.compile(r"^\s{0,4}(?:>|[A-ZА-ЯЁ]{1,3}>(?:\s|$|>))")
SPAN, WIDEST = 4, 500
HEAD_LINES = 10


def marks(lines: list[str], *, is_forward: bool = False) -> list[bool]:
    """For each line whether it is quoted. What was forwarded is what the letter is about, and stays."""
    quoted = [bool(QUOTED.match(line)) for line in lines]
    for place in range(len(lines)):
        if quoted[place] or not lines[place].strip():
            continue
        if FORWARDED.match(lines[place]):
            break
        length = _introduction(lines, quoted, place) or (0 if is_forward else _head(lines, quoted, place))
        if not length:
            continue
        if _next_is_quoted(quoted, lines, place + length):
            quoted[place : place + length] = [True] * length
            continue
        if not is_forward:
            quoted[place:] = [True] * (len(lines) - place)
        break
    return _with_rules(lines, quoted)


def _introduction(lines: list[str], quoted: list[bool], place: int) -> int:
    """How many lines from here are the words that introduce a quote; programs break them where they like."""
    for length in range(1, SPAN + 1):
        end = place + length
        if end > len(lines) or quoted[end - 1] or not lines[end - 1].strip():
            return 0
        if lines[end - 1].rstrip().endswith(":"):
            return length if _start(lines[place:end]) == 0 else 0
    return 0


def _start(lines: list[str]) -> int | None:
    """Which of these lines begins the introduction that ends with the last; the writer's own may stand above."""
    fits = [first for first in range(len(lines)) if _introduces(" ".join(line.strip() for line in lines[first:]))]
    opening = (first for first in fits if OPENING.match(lines[first]) and MOMENT.search(lines[first]))
    dated = (first for first in reversed(fits) if MOMENT.search(lines[first]))
    return next(opening, next(dated, fits[-1] if fits else None))


def _introduces(words: str) -> bool:
    if len(words) > WIDEST:
        return False
    if ORIGINAL.match(words) or YOU_WROTE.match(words):
        return True
    if ADDRESS_AND_COLON.search(words):
        return bool(MOMENT.search(words)) or bool(WROTE.search(words))
    return bool(WROTE.search(words)) and (bool(MOMENT.search(words)) or "@" in words)


def _head(lines: list[str], quoted: list[bool], place: int) -> int:
    """How many lines from here are "Original message" or a block of From, Sent, To, Subject."""
    if ORIGINAL.match(lines[place]):
        return 1
    first = FIELD.match(lines[place])
    if first is None or first.lastgroup not in {"from", "to", "date"}:
        return 0
    kinds, last = {str(first.lastgroup)}, place
    for number in range(place + 1, min(place + HEAD_LINES, len(lines))):
        if quoted[number] or (not lines[number].strip() and number > last + 1):
            break
        if found := FIELD.match(lines[number]):
            kinds.add(str(found.lastgroup))
            last = number
    is_head = (len(kinds) >= 3 and {"from"} & kinds) or {"to", "subject"} <= kinds
    return last - place + 1 if is_head else 0


def _next_is_quoted(quoted: list[bool], lines: list[str], start: int) -> bool:
    following = (number for number in range(start, len(lines)) if lines[number].strip())
    return any(quoted[number] for number in (next(following, -1),) if number >= 0)


def _with_rules(lines: list[str], quoted: list[bool]) -> list[bool]:
    """A rule right above a quote was drawn by the program."""
    for place in range(len(lines) - 1, -1, -1):
        if RULE.match(lines[place]) and not quoted[place]:
            below = next((number for number in range(place + 1, len(lines)) if lines[number].strip()), None)
            quoted[place] = below is not None and quoted[below]
    return quoted

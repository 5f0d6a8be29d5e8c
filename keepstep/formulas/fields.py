"""Named fields in a text, in braces: `{client.name}`. What stands in braces is a field, and nothing else is (§5.8)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

FIELD = re.compile(r"\{([^{}\n]*)\}")


def named(text: str) -> list[str]:
    """The fields in the order in which they first appear."""
    return list(dict.fromkeys(name.strip() for name in FIELD.findall(text)))


def unknown(text: str, known: Iterable[str]) -> dict[str, str]:
    """The fields that are none, each with the one that was probably meant, or nothing."""
    there = list(known)
    return {
        name: next(iter(get_close_matches(name.lower(), there, n=1)), "") for name in named(text) if name not in there
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields' values; one that has no value stays as it is written."""
    return FIELD.sub(lambda found: values.get(found[1].strip(), found[0]), text)


def misplaced(text: str, blocks: Iterable[str]) -> list[str]:
    """Of the fields that are a block of their own, those that do not stand alone in their line."""
    wanted = set(blocks)
    return [name for line in text.splitlines() for name in named(line) if name in wanted and not _alone(line)]


def _alone(line: str) -> bool:
    return FIELD.fullmatch(line.strip()) is not None


def apart(text: str, blocks: Iterable[str]) -> str:
    """With an empty line around each field that is a block of its own, so that it is a paragraph for Markdown."""
    wanted = set(blocks)
    return "\n".join(line for one in text.splitlines() for line in _set_apart(one, wanted))


def _set_apart(line: str, blocks: set[str]) -> Iterator[str]:
    if _alone(line) and named(line)[0] in blocks:
        yield from ("", line.strip(), "")
    else:
        yield line

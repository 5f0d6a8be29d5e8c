"""Parts: Telegram takes a text of at most 4096 characters, so a longer one goes in several, none of them torn.

Telegram counts UTF-16 units, after its tags and entities were read. A part ends after a paragraph if it can, else after
a line, a sentence, a word; tags that are open where it ends are closed there and opened again in the next.
"""

import re
from html import unescape

LONGEST = 4096
TOKEN = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.", re.DOTALL)
ENDS = ("\n\n", "\n", ". ", " ")
LEAST = 2
"""A part is cut there only if this share of it (one in so many) is filled by then."""


def length(words: str) -> int:
    """As Telegram counts it."""
    return len(words.encode("utf-16-le")) // 2


def bare(html: str) -> str:
    """What a reader sees of it."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def parts(html: str, *, longest: int = LONGEST) -> list[str]:
    """The text in pieces that Telegram takes, in their order; none is empty, and together they lose no word."""
    made, rest = [], TOKEN.findall(html.strip())
    opened: list[str] = []
    while rest:
        size = _fitting(rest, longest)
        piece, rest = rest[:size], rest[size:]
        begun = "".join(opened)
        for token in piece:
            _follow(token, opened)
        closed = "".join(f"</{_name(tag)}>" for tag in reversed(opened))
        words = begun + "".join(piece).strip("\n ") + closed
        if bare(words).strip():
            made.append(words)
        while rest and rest[0] in {"\n", " "}:
            rest.pop(0)
    return made


def _fitting(tokens: list[str], longest: int) -> int:
    """How many tokens the next part takes."""
    used = 0
    for position, token in enumerate(tokens):
        used += 0 if token.startswith("<") and len(token) > 1 else length(unescape(token))
        if used > longest:
            return _good_end(tokens, position)
    return len(tokens)


def _good_end(tokens: list[str], limit: int) -> int:
    for end in ENDS:
        if end == " " and tokens[limit] in {" ", "\n"}:
            return limit
        for position in range(limit, limit // LEAST, -1):
            if "".join(tokens[position - len(end) : position]) == end:
                return position
    return max(1, limit)


def _follow(token: str, opened: list[str]) -> None:
    if not token.startswith("<") or len(token) == 1:
        return
    if token.startswith("</"):
        if opened:
            opened.pop()
    else:
        opened.append(token)


def _name(tag: str) -> str:
    return re.split(r"[\s>]", tag[1:])[0].rstrip(">")

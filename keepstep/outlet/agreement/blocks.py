"""A template's Markdown with its fields filled in, as plain blocks to be set: people's words are data and never markup.

Fields are filled in after the text was read, so that an asterisk in a client's name makes nothing bold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from keepstep.domain.agency.template_field import BLOCKS
from keepstep.formulas import fields
from keepstep.outlet.markdown import parsed

BLANK = "_" * 14
"""Where a value is missing there is room to write it by hand."""
Values = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """Words of one look."""

    words: str
    is_bold: bool = False
    is_slanted: bool = False


@dataclass(frozen=True)
class Block:
    """`kind`: heading, paragraph, item, rule, or the name of a field that is a block of its own. `level` is a heading's
    size or how deep an item stands; `mark` is what stands before an item."""

    kind: str
    parts: tuple[Part, ...] = ()
    level: int = 0
    mark: str = ""


def blocks(text: str, values: Values) -> list[Block]:
    said = {name: value or BLANK for name, value in values.items()}
    return list(_blocks(parsed(fields.apart(text, BLOCKS)), said))


def _blocks(tokens: list[Token], values: Values) -> Iterator[Block]:
    lists: list[int | None] = []
    mark, level = "", 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "–" if number is None else f"{number}."
            lists[-1] = None if number is None else number + 1
        elif token.type == "inline":
            yield _inline(token, values, level=level, depth=len(lists), mark=mark)
            mark = ""
        elif token.type in ("fence", "code_block"):
            yield Block("paragraph", (Part(fields.filled(token.content.rstrip("\n"), values)),))
        elif token.type == "hr":
            yield Block("rule")


def _inline(token: Token, values: Values, *, level: int, depth: int, mark: str) -> Block:
    found = fields.FIELD.fullmatch(token.content.strip())
    if found and found[1].strip() in BLOCKS:
        return Block(found[1].strip())
    parts = tuple(_parts(token.children or [], values))
    if level:
        return Block("heading", parts, level=level)
    return Block("item", parts, level=depth, mark=mark) if depth else Block("paragraph", parts)


def _parts(children: list[Token], values: Values) -> Iterator[Part]:
    bold = slanted = 0
    for child in children:
        turn: Any = {"_open": 1, "_close": -1}.get(child.type[child.type.rfind("_") :], 0)
        if child.type.startswith("strong"):
            bold += turn
        elif child.type.startswith("em"):
            slanted += turn
        elif child.type in ("softbreak", "hardbreak"):
            yield Part("\n")
        elif child.content:
            yield Part(fields.filled(child.content, values), bold > 0, slanted > 0)

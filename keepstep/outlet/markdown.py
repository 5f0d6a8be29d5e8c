"""Markdown as people write it in updates: to HTML that is safe anywhere, and to plain text that reads the same."""

from collections.abc import Iterator
from functools import cache

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "del", "ul", "ol", "li", "a", "h3", "blockquote", "code", "pre", "hr"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto", "tel"}


@cache
def _parser() -> MarkdownIt:
    """CommonMark without raw HTML and pictures; a line break in the source is a line break in the letter."""
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False})
    return parser.enable("strikethrough").disable("image")


def parsed(text: str) -> list[Token]:
    """What the text is made of, for whoever renders it in a way of their own."""
    return _parser().parse(text)


def page(text: str) -> SafeString:
    """HTML of a few harmless tags, headings being of one size."""
    tokens = parsed(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3"
    made = _parser().renderer.render(tokens, _parser().options, {})
    clean = nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    return SafeString(clean)


def plain(text: str) -> str:
    """The same words without signs of layout; links keep their addresses."""
    blocks = list(_blocks(parsed(text)))
    return "\n".join(blocks).strip("\n") + "\n"


def _blocks(tokens: list[Token]) -> Iterator[str]:
    lists: list[int | None] = []
    bullet = ""
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                if not lists:
                    bullet = ""
                    yield ""
            case "list_item_open":
                number = lists[-1]
                bullet = "  " * (len(lists) - 1) + ("- " if number is None else f"{number}. ")
                lists[-1] = None if number is None else number + 1
            case "inline":
                words = _words(token.children or [])
                indent = " " * len(bullet)
                yield bullet + words.replace("\n", "\n" + indent)
                bullet = " " * len(bullet)
            case "paragraph_close" | "heading_close" if not lists:
                bullet = ""
                yield ""
            case "fence" | "code_block":
                yield token.content
            case "hr":
                yield "---\n"


def _words(tokens: list[Token]) -> str:
    said: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                said.append(token.content)
            case "softbreak" | "hardbreak":
                said.append("\n")
            case "link_open":
                links.append((str(token.attrs["href"]), len(said)))
            case "link_close":
                address, start = links.pop()
                if "".join(said[start:]) != address:
                    said.append(f" ({address})")
    return "".join(said)

"""Markdown as Telegram shows it: the few tags it takes, each closed in its turn, and all other signs escaped.

Telegram knows no headings, lists or lines: a heading is bold, a list has its dots, numbers and indents as text.
"""

from collections.abc import Iterator
from html import escape

from markdown_it.token import Token

from keepstep.outlet.markdown import parsed

TAGS = {
    "strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>", "s_open": "<s>",
    "s_close": "</s>",
}  # fmt: skip
LINE = "———"
SCHEMES = ("http://", "https://")


def html(text: str) -> str:
    return "".join(_blocks(parsed(text))).strip()


def _blocks(tokens: list[Token]) -> Iterator[str]:
    lists: list[int | None] = []
    bullet, quotes = "", 0
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                bullet = ""
                if not lists:
                    yield "\n"
            case "list_item_open":
                number = lists[-1]
                bullet = "   " * (len(lists) - 1) + ("• " if number is None else f"{number}. ")
                lists[-1] = None if number is None else number + 1
            case "blockquote_open":
                quotes += 1
                yield "<blockquote>" if quotes == 1 else ""
            case "blockquote_close":
                quotes -= 1
                yield "</blockquote>\n" if quotes == 0 else ""
            case "heading_open":
                yield "<b>"
            case "heading_close":
                yield "</b>\n\n"
            case "inline":
                yield bullet + "".join(_words(token.children or []))
                bullet = " " * len(bullet)
            case "paragraph_close":
                yield "\n" if lists else "\n\n"
            case "fence" | "code_block":
                yield f"<pre>{escape(token.content, quote=False)}</pre>\n"
            case "hr":
                yield f"{LINE}\n\n"


def _words(tokens: list[Token]) -> Iterator[str]:
    links: list[str] = []
    for token in tokens:
        match token.type:
            case "text":
                yield escape(token.content, quote=False)
            case "code_inline":
                yield f"<code>{escape(token.content, quote=False)}</code>"
            case "softbreak" | "hardbreak":
                yield "\n"
            case "link_open":
                links.append(str(token.attrs["href"]))
                yield f'<a href="{escape(links[-1])}">' if links[-1].startswith(SCHEMES) else ""
            case "link_close":
                address = links.pop()
                yield "</a>" if address.startswith(SCHEMES) else f" ({escape(address, quote=False)})"
            case other if other in TAGS:
                yield TAGS[other]

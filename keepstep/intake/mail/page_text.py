"""The text of an HTML letter, in the shape of a plain one: quotes begin with `>`, a signature with `-- `."""

import re
from html.parser import HTMLParser

SILENT = {"head", "script", "style", "title", "template", "noscript", "svg", "math", "object", "iframe"}
BLOCKS = {
    *("p", "div", "table", "tr", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "section"),
    *("article", "header", "footer", "dl", "dt", "dd", "center", "form", "fieldset", "blockquote", "body", "html"),
}
SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
SIGNATURE = re.compile(r"(?:^|[\s_-])(?:gmail_|moz-|apple-?mail-?|mail)?signature(?:$|[\s_-])", re.IGNORECASE)
LONGEST = 1_000_000


def page_text(html: str) -> str:
    """The words of this page; never raises, whatever the tags are."""
    reader = _Reader()
    reader.feed(html[:LONGEST])
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.gap = False
        self.depth = 0
        self.silent = 0
        self.kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "br":
            self._end(is_break=True)
        elif tag == "hr":
            self._block(spaced=True)
            self.line = "_" * 30
            self._block(spaced=True)
        elif tag in BLOCKS:
            self._open(tag, dict(attrs))
        elif tag in {"td", "th"} and self.line:
            self.line += " "

    def _open(self, tag: str, attributes: dict[str, str | None]) -> None:
        self._block(spaced=tag in SPACED)
        if tag == "blockquote":
            self.depth += 1
        elif tag == "li":
            self.line = "- "
        elif tag == "pre":
            self.kept += 1
        if tag in {"div", "p", "table"} and _is_signature(attributes):
            self.line = "-- "
            self._end(is_break=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS:
            self._block(spaced=tag in SPACED)
            if tag == "blockquote":
                self.depth = max(0, self.depth - 1)
            elif tag == "pre":
                self.kept = max(0, self.kept - 1)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.kept:
            first, *others = data.split("\n")
            self.line += first
            for other in others:
                self._end(is_break=True)
                self.line = other
            return
        words = re.sub(r"[ \t\n\r\f\v]+", " ", data)
        self.line += words.lstrip(" ") if not self.line or self.line.endswith(" ") else words

    def _block(self, *, spaced: bool) -> None:
        self._end(is_break=False)
        self.gap = self.gap or spaced

    def _end(self, *, is_break: bool) -> None:
        """The line is over; an empty one counts only where a break was written."""
        words = self.line if self.line == "-- " else self.line.replace("\xa0", " ").rstrip()
        was_empty, self.line = not self.line.strip(" "), ""
        if was_empty and not is_break:
            return
        mark = ">" * self.depth + (" " if self.depth and words else "")
        if self.gap and self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * min(self.depth, self._depth_above()))
        self.gap = False
        self.lines.append(mark + words)

    def _depth_above(self) -> int:
        above = self.lines[-1]
        return len(above) - len(above.lstrip(">"))

    def text(self) -> str:
        self._end(is_break=False)
        return "\n".join(self.lines).strip("\n")


def _is_signature(attributes: dict[str, str | None]) -> bool:
    said = (attributes.get(name) or "" for name in ("class", "id", "data-smartmail"))
    return any(SIGNATURE.search(words[:300]) for words in said)

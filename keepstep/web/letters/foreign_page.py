"""A page that came from outside, made harmless: words in their layout, nothing that loads, runs, or looks like ours."""

import nh3
from django.utils.safestring import SafeString

LONGEST = 300_000
TAGS = {"p", "br", "div", "span", "strong", "b", "em", "i", "u", "s", "del", "ul", "ol", "li", "a", "blockquote", "pre",
        "code", "hr", "table", "thead", "tbody", "tr", "td", "th", "h1", "h2", "h3", "h4"}  # fmt: skip
UNHEARD = {"script", "style", "title", "head", "template", "noscript"}


def harmless(page: str) -> SafeString:
    """Without pictures, styles, names and forms; links lead out and tell nobody where from."""
    clean = nh3.clean(
        page[:LONGEST], tags=TAGS, clean_content_tags=UNHEARD, attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener noreferrer nofollow",
    )  # fmt: skip
    return SafeString(clean)

"""A wish: what somebody wrote, in so few words that a deal can be called by them."""

import re

GREETING = re.compile(
    r"\s*(здравствуй\w*|добр(ый|ое|ого) \w+|привет\w*|hello|hi|hey|dear|good (day|morning|afternoon|evening))\b"
    r"[^.!?,\n]{0,30}[.!,\n]+\s*",
    re.IGNORECASE,
)
END = re.compile(r"[.!?…](\s|$)|\n")
LONGEST = 80


def of(message: str) -> str:
    """The first sentence behind the greeting; nothing where that is a story, which nobody would call a deal by."""
    greeting = GREETING.match(message)
    text = (message[greeting.end() :] if greeting else message).strip()
    end = END.search(text)
    first = (text[: end.start()] if end else text).strip()
    return first[:1].upper() + first[1:] if len(first) <= LONGEST else ""

"""A touch: what an address on the web said of where somebody came from; the first and the last are kept apart."""

from collections.abc import Mapping

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
CLICKS = ("gclid", "yclid", "fbclid", "_ym_uid", "roistat")
AROUND = ("referrer", "page")
NAMES = (*UTM, *CLICKS, *AROUND)
LONGEST = 500

Touch = dict[str, str]


def read(said: Mapping[str, str], *, prefix: str = "") -> Touch:
    """What is known of a touch among everything that was sent; unknown names and empty values drop out."""
    found = {name: said.get(f"{prefix}{name}", "") for name in NAMES}
    return {name: clean for name, value in found.items() if (clean := value.replace("\0", "").strip()[:LONGEST])}

"""Contrast of colours as people see it: relative luminance and its ratio (WCAG 2.2, 1.4.3). Colours are `#rrggbb`."""

READABLE = 4.5
WHITE, BLACK = "#ffffff", "#000000"


def luminance(colour: str) -> float:
    """From 0, black, to 1, white."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(ground: str, colour: str, *, towards: str) -> str:
    """The colour itself where words in it can be read on this ground, else the nearest one on the way to `towards`.

    `towards` must be readable there.
    """
    for share in range(101):
        mixed = mix(colour, towards, share / 100)
        if contrast(mixed, ground) >= READABLE:
            return mixed
    return towards


def mix(one: str, other: str, share: float) -> str:
    """So much of the other in the one, from 0 to 1."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in pairs)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

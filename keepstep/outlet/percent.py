"""A part of the days as people say it."""

from django.template.defaultfilters import floatformat


def percent(part: int, whole: int) -> str:
    """Rounded like the figure on the project's page, with its sign kept on the line."""
    return f"{floatformat(100 * part / whole, 0)}\N{NO-BREAK SPACE}%"

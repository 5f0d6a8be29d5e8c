"""Guesses at links: whoever tries many that lead nowhere is told to go slower, whichever kind they are of; whoever has
a good link never is, also not at the same address."""

from allauth.core.internal import ratelimit  # The public one lets whatever is only read go by unmeasured.
from django.http import HttpRequest


def may_go_on(request: HttpRequest) -> bool:
    """One more link of theirs was none; False once there were too many in a minute."""
    return bool(ratelimit.consume(request, app="allauth.account", action="unknown_link", limit_get=True))

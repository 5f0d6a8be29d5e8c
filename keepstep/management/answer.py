"""An answer of whoever runs a command: from an option, else asked for on the terminal, checked the same way."""

import getpass
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

Check = Callable[[str], str]


def answer(
    given: str | None, *, option: str, question: str, default: str = "", check: Check = str, is_secret: bool = False
) -> str:
    """The checked answer. On a terminal a wrong one is asked for again; elsewhere it ends the command.

    Raises CommandError if it is wrong, or missing without a default, and nobody can be asked.
    """
    if given is not None or not sys.stdin.isatty():
        if given is None and not default:
            raise CommandError(f"{option}: {question}?")
        return _checked(given if given is not None else default, option, check)
    while True:
        said = _ask(question, default, is_secret) or default
        try:
            if said:
                return _checked(said, option, check)
        except CommandError as error:
            print(error, file=sys.stderr)


def _ask(question: str, default: str, is_secret: bool) -> str:
    prompt = f"{question} [{default}]: " if default else f"{question}: "
    return (getpass.getpass(prompt) if is_secret else input(prompt)).strip()


def _checked(said: str, option: str, check: Callable[[str], Any]) -> str:
    try:
        return str(check(said))
    except (ValidationError, ValueError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise CommandError(f"{option}: {words}") from error

"""The `keepstep` command: finds the command asked for, and the database it needs, and gets out of the way."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

COMMANDS = (
    "init",
    "serve",
    "round",
    "stalls",
    "ledger",
    "delay-report",
    "demo",
    "work-from",
    "doctor",
    "backup",
    "restore",
)
INTERRUPTED = 130


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    signal.signal(signal.SIGTERM, _end)
    try:
        _run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stdout = None


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leaving by an exception stops the embedded server in order."""
    sys.exit(128 + signal.SIGTERM)


def _run(words: list[str]) -> None:
    from keepstep.postgres.binaries import NoPostgres
    from keepstep.postgres.cluster import ClusterUnusable
    from keepstep.postgres.location import WrongAddress
    from keepstep.postgres.server import ServerFailed

    try:
        if words[:1] == ["demo"]:
            _settle_demo()
        _set_up()
        if not words or words[0] in {"-h", "--help", "help"}:
            _help()
        elif words[0] in {"-V", "--version"}:
            _version()
        else:
            _command(words)
    except (NoPostgres, ClusterUnusable, ServerFailed, WrongAddress) as error:
        sys.exit(str(error))


def _settle_demo() -> None:
    """Before the settings are read, which are made of the place."""
    from keepstep.demo import place

    place.settle()


def _set_up() -> None:
    import django
    from django.utils import translation

    django.setup()
    translation.activate(_language())


def _language() -> str:
    """The terminal's, as every other program finds it."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ru" if said.startswith("ru") else "en"


def _command(words: list[str]) -> None:
    from django.core.management import get_commands, load_command_class

    name = words[0].replace("-", "_") if words[0] in COMMANDS else words[0]
    app = get_commands().get(name)
    if app is None:
        sys.exit(_unknown(words[0]))
    command = load_command_class(app, name) if isinstance(app, str) else app
    is_asking = bool({"-h", "--help"} & set(words[1:]))
    with _reached(command, is_ours=app == "keepstep", is_asking=is_asking):
        command.run_from_argv(["keepstep", *words])


@contextmanager
def _reached(command: object, *, is_ours: bool, is_asking: bool) -> Iterator[None]:
    from keepstep.management.command import Reach
    from keepstep.postgres import server
    from keepstep.postgres.provision import create_database, provision

    reach = getattr(command, "reach", Reach.SHARED)
    if reach is Reach.NONE or is_asking:
        yield
        return
    with server.running(own=reach is Reach.OWNED, say=_say):
        if getattr(command, "is_provisioned", is_ours):
            provision(say=_say)
        else:
            create_database()
        try:
            yield
        finally:
            _leave_database()


def _leave_database() -> None:
    """Before its server stops, or the pool would still be connecting to it and complain."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _help() -> None:
    from django.core.management import load_command_class
    from django.utils.translation import gettext as _

    print(_("Usage: keepstep COMMAND [OPTIONS]"), end="\n\n")
    for word in COMMANDS:
        try:
            words = load_command_class("keepstep", word.replace("-", "_")).help
        except ModuleNotFoundError:
            continue
        print(f"  {word:<12} {words}")
    print("\n" + _("`keepstep COMMAND --help` says what it takes. Django's own commands work here too."))


def _version() -> None:
    from importlib.metadata import version

    print(f"keepstep {version('keepstep')}")


def _unknown(word: str) -> str:
    from django.utils.translation import gettext as _

    return _("There is no command “%(word)s”; `keepstep --help` lists them.") % {"word": word}


if __name__ == "__main__":
    main()

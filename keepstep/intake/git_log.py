"""The log of a local repository: commits of the branch that is checked out, as steps of a project."""

import os
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from keepstep.domain.delivery import step
from keepstep.domain.delivery.project import Project
from keepstep.domain.delivery.step import Kind, Step
from keepstep.intake.connection import System
from keepstep.intake.fact import Fact, commit_key, moment, told
from keepstep.intake.noise import is_work
from keepstep.intake.title import in_words

# Fields end with a NUL, which no name, date or message can hold: hash, author, address, date, message.
FIELDS = ("%H", "%an", "%ae", "%cI", "%B")
FORMAT = "%x00".join(FIELDS) + "%x00"
AT_ONCE = 500


class NotRead(Exception):
    """The log cannot be read; says why, and what to do."""


class Work(NamedTuple):
    """How many steps were recorded, and how many commits left out since they came with a merge that is counted."""

    steps: int
    merged: int


def work_from(path: Path, project: Project, *, since: date | None = None) -> Work:
    """Record the work of a repository; what is counted already adds nothing. Raises NotRead."""
    zone = project.account.working_time().zone
    first = datetime.combine(since, time.min, zone) if since else None
    merged = _merged(path, project, first)
    facts = list(commits(path, since=first))
    news = _unknown(project, facts)
    own = [fact for fact in news if fact.key not in merged]
    return Work(sum(_record(project, fact) for fact in own), len(news) - len(own))


def _merged(path: Path, project: Project, since: datetime | None) -> set[str]:
    """The keys of commits that came with a merge which another system has told of: it is one step, however many."""
    merges = _git(path, "log", "--merges", "--format=%H", *_from(since), "HEAD", "--").split()
    told_of = _known(project, [commit_key(sha) for sha in merges])
    counted = [sha for sha in merges if commit_key(sha) in told_of]
    came = (_git(path, "rev-list", "--no-merges", f"{sha}^1..{sha}", "--").split() for sha in counted)
    return {commit_key(sha) for shas in came for sha in shas}


def _unknown(project: Project, facts: list[Fact]) -> list[Fact]:
    known = _known(project, [fact.key for fact in facts])
    return [fact for fact in facts if fact.key not in known]


def _known(project: Project, keys: list[str]) -> set[str]:
    steps = Step.objects.filter(project=project)
    parts = (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
    return {key for part in parts for key in steps.filter(key__in=part).values_list("key", flat=True)}


def _record(project: Project, fact: Fact) -> bool:
    if fact.at is None:
        return False
    made = step.record(
        project, title=fact.title, at=fact.at, kind=fact.kind, author=fact.author, source=System.GIT, key=fact.key
    )
    return made is not None


def commits(path: Path, *, since: datetime | None = None) -> Iterator[Fact]:
    """Progress in the log, the oldest first: no merges, no machines, nothing unfinished. Raises NotRead."""
    words = _log(path, since).split("\0")
    for sha, author, address, at, message in zip(*[iter(words)] * len(FIELDS), strict=False):
        if is_work(message, author, address):
            yield from told(
                Fact(
                    title=in_words(message),
                    kind=Kind.MERGE,
                    key=commit_key(sha.strip()),
                    at=moment(at),
                    author=author,
                )
            )


def _log(path: Path, since: datetime | None) -> str:
    """What git says of the commits."""
    asked = ("--no-merges", "--reverse", "--no-color", "--no-show-signature", "--encoding=UTF-8")
    return _git(path, "log", *asked, f"--format=tformat:{FORMAT}", *_from(since), "HEAD", "--")


def _from(since: datetime | None) -> list[str]:
    """Dates are asked of the commit, not of the author: work counts when it came here."""
    return [f"--since={since.isoformat()}"] if since else []


def _git(path: Path, *words: str) -> str:
    if not path.is_dir():
        raise NotRead(_("There is no folder %(path)s.") % {"path": path})
    command = ["git", "-C", str(path), *words]
    try:
        answer = subprocess.run(command, capture_output=True, check=False, env=_environment())
    except FileNotFoundError as error:
        raise NotRead(_("git is not installed.")) from error
    if answer.returncode:
        raise NotRead(_why(path, answer.stderr.decode(errors="replace")))
    return answer.stdout.decode(errors="replace")


def _environment() -> dict[str, str]:
    """As git is anywhere else: not in a repository we happen to be called from, and in English."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**own, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


def _why(path: Path, said: str) -> str:
    if "not a git repository" in said:
        return _("%(path)s is not a git repository.") % {"path": path}
    if "bad revision 'HEAD'" in said or "does not have any commits" in said:
        return _("%(path)s has no commits yet.") % {"path": path}
    if "dubious ownership" in said:
        return _("%(path)s belongs to another user: git refuses to read it.") % {"path": path}
    return _("git could not read %(path)s: %(said)s") % {"path": path, "said": said.strip()[:300]}

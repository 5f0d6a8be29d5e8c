"""The log of a local repository: commits of the branch that is checked out, as steps of a project."""

import os
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

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


def work_from(path: Path, project: Project, *, since: date | None = None) -> int:
    """Record the work of a repository; what is counted already adds nothing. Answers how many steps. Raises NotRead."""
    zone = project.account.working_time().zone
    facts = list(commits(path, since=datetime.combine(since, time.min, zone) if since else None))
    return sum(_record(project, facts[start : start + AT_ONCE]) for start in range(0, len(facts), AT_ONCE))


def _record(project: Project, facts: list[Fact]) -> int:
    known = set(Step.objects.filter(project=project, key__in=[one.key for one in facts]).values_list("key", flat=True))
    news = [fact for fact in facts if fact.key not in known]
    made = [
        step.record(
            project,
            title=fact.title,
            at=fact.at,
            kind=fact.kind,
            author=fact.author,
            source=System.GIT,
            key=fact.key,
        )
        for fact in news
        if fact.at
    ]
    return sum(one is not None for one in made)


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
    """What git says. Dates are asked of the commit, not of the author: work counts when it came here."""
    if not path.is_dir():
        raise NotRead(_("There is no folder %(path)s.") % {"path": path})
    asked = ["git", "-C", str(path), "log", "--no-merges", "--reverse", "--no-color", "--no-show-signature",
             "--encoding=UTF-8", f"--format=tformat:{FORMAT}"]  # fmt: skip
    if since is not None:
        asked.append(f"--since={since.isoformat()}")
    try:
        answer = subprocess.run([*asked, "HEAD", "--"], capture_output=True, check=False, env=_environment())
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

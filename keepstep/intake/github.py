"""GitHub: pushes, merged pull requests, closed issues, releases and deployments.

https://docs.github.com/webhooks/webhook-events-and-payloads
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from keepstep.domain.delivery.step import Kind
from keepstep.intake.fact import Fact, OddPayload, Payload, commit_key, moment, part, text, told, value
from keepstep.intake.letter import Letter, is_signature, letter, payload_of
from keepstep.intake.noise import is_bot, is_bot_branch, is_requested_merge, is_work
from keepstep.intake.title import in_words

EVENTS = frozenset({"push", "pull_request", "issues", "release", "deployment_status"})
MERGE = "pull_request"
TIPS = ("pull_request__merge_commit_sha", "pull_request__head__sha")
LIVE = frozenset({"production", "prod", "live"})


def is_signed(headers: Mapping[str, str], body: bytes, *, secret: str) -> bool:
    return is_signature(headers.get("X-Hub-Signature-256", ""), body, secret=secret)


def read(headers: Mapping[str, str], body: bytes) -> Letter:
    """Raises BrokenBody."""
    return letter(
        body,
        payload=payload_of(body, content_type=headers.get("Content-Type", "")),
        name=headers.get("X-GitHub-Event", ""),
        delivery=headers.get("X-GitHub-Delivery", ""),
    )


def facts(name: str, payload: Payload, *, tips: Collection[str] = ()) -> list[Fact]:
    """What a client would call progress. Raises OddPayload."""
    if name == "push":
        return _push(payload, tips)
    if name == "pull_request":
        return _pull_request(payload)
    if name == "issues":
        return _issue(payload)
    if name == "release":
        return _release(payload)
    return _deployment(payload)


def commits(name: str, payload: Payload) -> list[str]:
    return [text(commit, "id") for commit in _commits(payload)] if name == "push" else []


def _push(payload: Payload, tips: Collection[str]) -> list[Fact]:
    """Commits that came to the default branch by themselves; those of a merge are counted by it."""
    if value(payload, "ref", of=str) != f"refs/heads/{value(payload, 'repository', 'default_branch', of=str)}":
        return []
    pushed = _commits(payload)
    merged = [n for n, one in enumerate(pushed) if text(one, "id") in tips or is_requested_merge(text(one, "message"))]
    at = _pushed_at(payload)
    return told(*[_commit(commit, at) for commit in pushed[merged[-1] + 1 if merged else 0 :] if _is_work(commit)])


def _commits(payload: Payload) -> list[Payload]:
    found = value(payload, "commits", of=list)
    if not all(isinstance(commit, Mapping) and text(commit, "id") for commit in found):
        raise OddPayload(_("“%(place)s” is missing or is not what it should be.") % {"place": "commits"})
    return found


def _is_work(commit: Payload) -> bool:
    return is_work(text(commit, "message"), *(text(commit, "author", key) for key in ("name", "username", "email")))


def _commit(commit: Payload, at: datetime | None) -> Fact:
    return Fact(
        title=in_words(text(commit, "message")),
        kind=Kind.MERGE,
        key=commit_key(text(commit, "id")),
        at=at,
        author=text(commit, "author", "name"),
        url=text(commit, "url"),
    )


def _pushed_at(payload: Payload) -> datetime | None:
    """When the commits became visible, whenever they were written."""
    at = part(payload, "repository").get("pushed_at")
    try:
        return datetime.fromtimestamp(at, UTC) if isinstance(at, int) else moment(at)
    except (ValueError, OverflowError, OSError):
        return None


def _pull_request(payload: Payload) -> list[Fact]:
    if not _is_merged(payload):
        return []
    pull = part(payload, "pull_request")
    if _is_machine(pull, "user") or is_bot_branch(text(pull, "head", "ref")):
        return []
    merge, last = (text(pull, *place) for place in (("merge_commit_sha",), ("head", "sha")))
    return told(
        Fact(
            title=in_words(value(pull, "title", of=str)),
            kind=Kind.MERGE,
            key=commit_key(merge) if merge else _key(payload, "pull", value(pull, "number", of=int)),
            at=moment(pull.get("merged_at")),
            author=text(pull, "user", "login"),
            url=text(pull, "html_url"),
            also=(commit_key(last),) if last else (),
        )
    )


def _is_merged(payload: Payload) -> bool:
    """Merged into the default branch: what goes into another one is counted when that one arrives."""
    if payload.get("action") != "closed" or not value(payload, "pull_request", "merged", of=bool):
        return False
    base = part(payload, "pull_request", "base")
    default = text(base, "repo", "default_branch") or text(payload, "repository", "default_branch")
    return value(base, "ref", of=str) == default


def tips(payload: Payload) -> tuple[str, ...]:
    """The commits with which a merged pull request arrived in the default branch."""
    if not _is_merged(payload):
        return ()
    pull = part(payload, "pull_request")
    return tuple(sha for sha in (text(pull, "merge_commit_sha"), text(pull, "head", "sha")) if sha)


def _issue(payload: Payload) -> list[Fact]:
    """A request that was met; not one that was declined or written twice."""
    issue = part(payload, "issue")
    if payload.get("action") != "closed" or text(issue, "state_reason") not in {"", "completed"}:
        return []
    if _is_machine(issue, "user") or _is_machine(payload, "sender"):
        return []
    return told(
        Fact(
            title=in_words(value(issue, "title", of=str)),
            kind=Kind.ISSUE,
            key=_key(payload, "issue", value(issue, "number", of=int)),
            at=moment(issue.get("closed_at")),
            author=text(payload, "sender", "login"),
            url=text(issue, "html_url"),
        )
    )


def _release(payload: Payload) -> list[Fact]:
    """A finished release; machines that publish it do so for people."""
    if payload.get("action") not in {"published", "released"}:
        return []
    release = part(payload, "release")
    if value(release, "draft", of=bool) or value(release, "prerelease", of=bool):
        return []
    tag = value(release, "tag_name", of=str)
    return told(
        Fact(
            title=release_title(text(release, "name"), tag),
            kind=Kind.RELEASE,
            key=_key(payload, "release", value(release, "id", of=int)),
            at=moment(release.get("published_at")),
            author=_person(release, "author"),
            url=text(release, "html_url"),
        )
    )


def release_title(name: str, tag: str) -> str:
    """The name its authors gave it; a bare version says that it is one."""
    return in_words(name) or _("Version %(tag)s is released") % {"tag": tag.removeprefix("v")}


def _deployment(payload: Payload) -> list[Fact]:
    """Published where the client's own visitors see it."""
    status, deployment = part(payload, "deployment_status"), part(payload, "deployment")
    if value(status, "state", of=str) != "success" or not _is_live(deployment):
        return []
    return told(
        Fact(
            title=_deployed(status),
            kind=Kind.DEPLOYMENT,
            key=_key(payload, "deployment", value(deployment, "id", of=int)),
            at=moment(status.get("updated_at")) or moment(status.get("created_at")),
            author=_person(deployment, "creator"),
            url=text(status, "environment_url"),
        )
    )


def _is_live(deployment: Payload) -> bool:
    if deployment.get("transient_environment") is True:
        return False
    said = deployment.get("production_environment")
    return said if isinstance(said, bool) else text(deployment, "environment").lower() in LIVE


def _deployed(status: Payload) -> str:
    try:
        place = urlsplit(text(status, "environment_url")).hostname
    except ValueError:
        place = None
    return _("A new version is live at %(place)s") % {"place": place} if place else _("A new version is live")


def _is_machine(payload: Payload, name: str) -> bool:
    return text(payload, name, "type") == "Bot" or is_bot(text(payload, name, "login"))


def _person(payload: Payload, name: str) -> str:
    return "" if _is_machine(payload, name) else text(payload, name, "login")


def _key(payload: Payload, noun: str, number: Any) -> str:
    """Numbers are the repository's own."""
    return f"github:{value(payload, 'repository', 'id', of=int)}:{noun}:{number}"

"""GitLab: pushes, merged merge requests, closed issues and releases.

https://docs.gitlab.com/user/project/integrations/webhook_events/
"""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from keepstep.domain.delivery.step import Kind
from keepstep.intake.fact import Fact, OddPayload, Payload, commit_key, moment, part, text, told, value
from keepstep.intake.letter import Letter, is_secret, letter, payload_of
from keepstep.intake.noise import NOTHING, is_bot, is_bot_branch, is_not_final, is_requested_merge, is_work
from keepstep.intake.title import in_words

EVENTS = frozenset({"push", "merge_request", "issue", "release"})
MERGE = "merge_request"
TIPS = (
    "object_attributes__merge_commit_sha",
    "object_attributes__squash_commit_sha",
    "object_attributes__last_commit__id",
)


def is_signed(headers: Mapping[str, str], body: bytes, *, secret: str) -> bool:
    """Without a signing token, which GitLab knows since 19.0, it signs nothing: it sends the secret itself."""
    return is_secret(headers.get("X-Gitlab-Token", ""), secret=secret)


def read(headers: Mapping[str, str], body: bytes) -> Letter:
    """Raises BrokenBody. Before 17.4 GitLab gives a delivery no id of its own."""
    payload = payload_of(body)
    return letter(body, payload=payload, name=text(payload, "object_kind"), delivery=headers.get("Idempotency-Key", ""))


def facts(name: str, payload: Payload, *, tips: Collection[str] = ()) -> list[Fact]:
    """What a client would call progress. Raises OddPayload."""
    if name == "push":
        return _push(payload, tips)
    if name == "merge_request":
        return _merge_request(payload)
    if name == "issue":
        return _issue(payload)
    return _release(payload)


def commits(name: str, payload: Payload) -> list[str]:
    return [text(commit, "id") for commit in _commits(payload)] if name == "push" else []


def _push(payload: Payload, tips: Collection[str]) -> list[Fact]:
    """Commits that came to the default branch by themselves; those of a merge are counted by it."""
    if value(payload, "ref", of=str) != f"refs/heads/{value(payload, 'project', 'default_branch', of=str)}":
        return []
    if value(payload, "after", of=str) == NOTHING:
        return []
    pushed = _commits(payload)
    merged = [n for n, one in enumerate(pushed) if text(one, "id") in tips or is_requested_merge(text(one, "message"))]
    return told(*[_commit(commit) for commit in pushed[merged[-1] + 1 if merged else 0 :] if _is_work(commit)])


def _commits(payload: Payload) -> list[Payload]:
    found = value(payload, "commits", of=list)
    if not all(isinstance(commit, Mapping) and text(commit, "id") for commit in found):
        raise OddPayload(_("“%(place)s” is missing or is not what it should be.") % {"place": "commits"})
    return found


def _is_work(commit: Payload) -> bool:
    return is_work(text(commit, "message"), text(commit, "author", "name"), text(commit, "author", "email"))


def _commit(commit: Payload) -> Fact:
    return Fact(
        title=in_words(text(commit, "message")),
        kind=Kind.MERGE,
        key=commit_key(text(commit, "id")),
        author=text(commit, "author", "name"),
        url=text(commit, "url"),
    )


def _merge_request(payload: Payload) -> list[Fact]:
    if not _is_merged(payload):
        return []
    merge = part(payload, "object_attributes")
    if is_bot_branch(text(merge, "source_branch")) or is_bot(text(merge, "last_commit", "author", "name")):
        return []
    known = tips(payload)
    number = value(merge, "iid", of=int)
    return told(
        Fact(
            title=in_words(value(merge, "title", of=str)),
            kind=Kind.MERGE,
            key=commit_key(known[0]) if known else f"gitlab:{_project(payload)}:merge:{number}",
            at=moment(merge.get("merged_at")) or moment(merge.get("updated_at")),
            author=text(merge, "last_commit", "author", "name"),
            url=text(merge, "url"),
            also=tuple(commit_key(sha) for sha in known[1:]),
        )
    )


def _is_merged(payload: Payload) -> bool:
    """Merged into the default branch: what goes into another one is counted when that one arrives."""
    merge = part(payload, "object_attributes")
    default = text(merge, "target", "default_branch") or text(payload, "project", "default_branch")
    return merge.get("action") == "merge" and value(merge, "target_branch", of=str) == default


def tips(payload: Payload) -> tuple[str, ...]:
    """The commits with which a merged merge request arrived in the default branch."""
    if not _is_merged(payload):
        return ()
    merge = part(payload, "object_attributes")
    places = (("squash_commit_sha",), ("merge_commit_sha",), ("last_commit", "id"))
    return tuple(sha for sha in (text(merge, *place) for place in places) if sha)


def _issue(payload: Payload) -> list[Fact]:
    """A request that was met; not one that is confidential, moved elsewhere or written twice."""
    issue = part(payload, "object_attributes")
    if issue.get("action") != "close" or issue.get("confidential") is True:
        return []
    if issue.get("moved_to_id") or issue.get("duplicated_to_id") or is_bot(text(payload, "user", "username")):
        return []
    return told(
        Fact(
            title=in_words(value(issue, "title", of=str)),
            kind=Kind.ISSUE,
            key=f"gitlab:{_project(payload)}:issue:{value(issue, 'iid', of=int)}",
            at=moment(issue.get("closed_at")) or moment(issue.get("updated_at")),
            author=text(payload, "user", "name"),
            url=text(issue, "url"),
        )
    )


def _release(payload: Payload) -> list[Fact]:
    """A finished release; GitLab knows no pre-releases but by their version."""
    tag = value(payload, "tag", of=str)
    if payload.get("action") != "create" or is_not_final(tag):
        return []
    name = in_words(text(payload, "name"))
    return told(
        Fact(
            title=name or _("Version %(tag)s is released") % {"tag": tag.removeprefix("v")},
            kind=Kind.RELEASE,
            key=f"gitlab:{_project(payload)}:release:{tag}",
            at=moment(payload.get("released_at")),
            author=text(payload, "commit", "author", "name"),
            url=text(payload, "url"),
        )
    )


def _project(payload: Payload) -> int:
    """Numbers are the project's own."""
    return value(payload, "project", "id", of=int)

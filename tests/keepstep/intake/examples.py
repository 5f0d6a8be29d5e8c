"""Deliveries to test with: GitHub's own examples, and GitLab's after its documentation."""

import hashlib
import hmac
import json
import os
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
INSTALLED = ROOT / ".tools" / "npm" / "node_modules" / "@octokit" / "webhooks-examples"
HOW = "npm install --no-save --prefix .tools/npm @octokit/webhooks-examples (or name its folder in KEEPSTEP_WEBHOOK_EXAMPLES)"  # fmt: skip  # noqa: E501


@cache
def _github() -> dict[str, list[dict[str, Any]]]:
    folder = Path(os.environ.get("KEEPSTEP_WEBHOOK_EXAMPLES") or INSTALLED)
    file = folder / "api.github.com" / "index.json"
    if not file.exists():
        raise AssertionError(f"GitHub's examples of deliveries are not in {folder}: {HOW}")
    return {one["name"]: one["examples"] for one in json.loads(file.read_text())}


def every_github_example() -> list[tuple[str, dict[str, Any]]]:
    return [(name, deepcopy(example)) for name, examples in _github().items() for example in examples]


def github(name: str, of_action: str = "", /, **changes: Any) -> dict[str, Any]:
    """GitHub's first example of this event (and action), changed where `pull_request__merged=True` says so."""
    found = next(
        example
        for example in _github()[name]
        if (not of_action or example.get("action") == of_action)
        and (name != "push" or example["ref"].startswith("refs/heads/"))
    )
    return changed(found, **changes)


def changed(payload: dict[str, Any], /, **changes: Any) -> dict[str, Any]:
    payload = deepcopy(payload)
    for path, new in changes.items():
        *way, last = path.split("__")
        place = payload
        for name in way:
            place = place[name]
        place[last] = new
    return payload


def commit(sha: str, message: str, author: str = "Pavel") -> dict[str, Any]:
    """A commit as both systems write it within a push."""
    return {
        "id": sha * 40,
        "message": message,
        "timestamp": "2026-03-02T08:50:00+01:00",
        "url": f"https://example.com/site/commit/{sha * 40}",
        "author": {"name": author, "email": f"{author.lower()}@lighthouse.test"},
        "added": [],
        "modified": ["index.html"],
        "removed": [],
    }


PROJECT = {
    "id": 15,
    "name": "Site",
    "web_url": "https://gitlab.test/northwind/site",
    "namespace": "Northwind",
    "path_with_namespace": "northwind/site",
    "default_branch": "main",
}
USER = {"id": 1, "name": "Pavel", "username": "pavel", "email": "pavel@lighthouse.test"}
GITLAB: dict[str, dict[str, Any]] = {
    "push": {
        "object_kind": "push",
        "event_name": "push",
        "before": "9" * 40,
        "after": "d" * 40,
        "ref": "refs/heads/main",
        "checkout_sha": "d" * 40,
        "user_name": "Pavel",
        "user_username": "pavel",
        "project_id": 15,
        "project": PROJECT,
        "commits": [commit("d", "feat: opening hours")],
        "total_commits_count": 1,
    },
    "merge_request": {
        "object_kind": "merge_request",
        "event_type": "merge_request",
        "user": USER,
        "project": PROJECT,
        "object_attributes": {
            "id": 99,
            "iid": 1,
            "target_branch": "main",
            "source_branch": "cake-photos",
            "title": "Draft: cake photos",
            "created_at": "2026-03-02T07:00:00Z",
            "updated_at": "2026-03-02 07:55:00 UTC",
            "state": "merged",
            "merge_commit_sha": "e" * 40,
            "url": "https://gitlab.test/northwind/site/-/merge_requests/1",
            "source": PROJECT,
            "target": PROJECT,
            "last_commit": commit("c", "photos"),
            "action": "merge",
        },
        "changes": {},
    },
    "issue": {
        "object_kind": "issue",
        "event_type": "issue",
        "user": USER,
        "project": PROJECT,
        "object_attributes": {
            "id": 301,
            "iid": 23,
            "title": "The map shows the wrong street",
            "created_at": "2026-03-01T17:15:43Z",
            "updated_at": "2026-03-02T07:50:00Z",
            "closed_at": "2026-03-02T07:50:00Z",
            "confidential": False,
            "moved_to_id": None,
            "duplicated_to_id": None,
            "type": "Issue",
            "url": "https://gitlab.test/northwind/site/-/issues/23",
            "state": "closed",
            "action": "close",
        },
    },
    "release": {
        "object_kind": "release",
        "id": 1,
        "created_at": "2026-03-02 07:40:00 UTC",
        "released_at": "2026-03-02 07:40:00 UTC",
        "name": "v1.1",
        "description": "v1.1 has been released",
        "tag": "v1.1",
        "project": PROJECT,
        "url": "https://gitlab.test/northwind/site/-/releases/v1.1",
        "action": "create",
        "assets": {"count": 0, "links": [], "sources": []},
        "commit": commit("f", "release"),
    },
}


def gitlab(name: str, /, **changes: Any) -> dict[str, Any]:
    return changed(GITLAB[name], **changes)


def signature(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()

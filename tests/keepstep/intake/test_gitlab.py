from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from keepstep.domain.delivery.step import Kind
from keepstep.intake import gitlab as sender
from keepstep.intake.fact import OddPayload
from tests.keepstep.intake.examples import commit, gitlab


def titles(name: str, payload: dict[str, Any], tips: set[str] | None = None) -> list[str]:
    with translation.override("en"):
        return [fact.title for fact in sender.facts(name, payload, tips=tips or set())]


def push(*commits: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return gitlab("push", commits=list(commits), **changes)


def test_a_push_tells_of_its_commits() -> None:
    [fact] = sender.facts("push", gitlab("push"))
    assert (fact.title, fact.kind, fact.author, fact.key, fact.at) == (
        "Opening hours",
        Kind.MERGE,
        "Pavel",
        "commit:" + "d" * 40,
        None,
    )


@pytest.mark.parametrize("change", [{"ref": "refs/heads/menu"}, {"ref": "refs/tags/v1"}, {"after": "0" * 40}])
def test_pushes_elsewhere_are_left_out(change: dict[str, Any]) -> None:
    assert titles("push", gitlab("push", **change)) == []


def test_what_a_merge_request_brought_is_counted_by_it() -> None:
    payload = push(
        commit("1", "photos"),
        commit("2", "Merge branch 'cake-photos' into 'main'\n\nCake photos\n\nSee merge request northwind/site!1"),
        commit("3", "Opening hours"),
    )
    assert titles("push", payload) == ["Opening hours"]


def test_noise_of_a_push_is_left_out() -> None:
    payload = push(
        commit("1", "Merge branch 'menu' into 'main'"),
        commit("2", "chore(deps): lodash", "Renovate Bot"),
        commit("3", "chore(deps): lodash", "project_15_bot_4b2f"),
        commit("4", "squash! gallery"),
        commit("5", "feat: gallery"),
    )
    assert titles("push", payload) == ["Gallery"]


def test_a_merged_request_is_a_change_finished() -> None:
    [fact] = sender.facts("merge_request", gitlab("merge_request"))
    assert (fact.title, fact.kind, fact.key, fact.also, fact.at) == (
        "Cake photos",
        Kind.MERGE,
        "commit:" + "e" * 40,
        ("commit:" + "c" * 40,),
        datetime(2026, 3, 2, 7, 55, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"object_attributes__action": "update"},
        {"object_attributes__action": "close"},
        {"object_attributes__target_branch": "menu"},
        {"object_attributes__source_branch": "renovate/lodash-4.x"},
        {"object_attributes__last_commit": commit("c", "x", "renovate[bot]")},
    ],
)
def test_other_merge_requests_are_left_out(change: dict[str, Any]) -> None:
    assert titles("merge_request", gitlab("merge_request", **change)) == []


def test_a_closed_issue_is_a_request_resolved() -> None:
    [fact] = sender.facts("issue", gitlab("issue"))
    assert (fact.title, fact.kind, fact.key, fact.at) == (
        "The map shows the wrong street",
        Kind.ISSUE,
        "gitlab:15:issue:23",
        datetime(2026, 3, 2, 7, 50, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"object_attributes__action": "reopen"},
        {"object_attributes__confidential": True},
        {"object_attributes__moved_to_id": 5},
        {"object_attributes__duplicated_to_id": 5},
        {"user__username": "project_15_bot_4b2f"},
    ],
)
def test_other_issues_are_left_out(change: dict[str, Any]) -> None:
    assert titles("issue", gitlab("issue", **change)) == []


def test_a_release_is_told_once_by_its_tag() -> None:
    [fact] = sender.facts("release", gitlab("release"))
    assert (fact.title, fact.kind, fact.key) == ("Version 1.1 is released", Kind.RELEASE, "gitlab:15:release:v1.1")


@pytest.mark.parametrize("change", [{"action": "update"}, {"action": "delete"}, {"tag": "v2.0.0-rc.1"}, {"tag": "2b1"}])
def test_releases_on_the_way_are_left_out(change: dict[str, Any]) -> None:
    expected = ["Version 2b1 is released"] if change.get("tag") == "2b1" else []
    assert titles("release", gitlab("release", name="", **change)) == expected


def test_an_odd_payload_says_what_is_odd() -> None:
    with pytest.raises(OddPayload) as odd, translation.override("en"):
        sender.facts("merge_request", {"object_kind": "merge_request", "object_attributes": {"action": "merge"}})
    assert str(odd.value) == "“target_branch” is missing or is not what it should be."

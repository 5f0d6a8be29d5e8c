from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from keepstep.domain.delivery.step import Kind
from keepstep.intake import github as sender
from keepstep.intake.fact import OddPayload
from tests.keepstep.intake.examples import commit, every_github_example, github

MERGED = {
    "pull_request__merged": True,
    "pull_request__merged_at": "2026-03-02T07:55:00Z",
    "pull_request__title": "feat(menu): cake photos (#12)",
}


def titles(name: str, payload: dict[str, Any], tips: set[str] | None = None) -> list[str]:
    with translation.override("en"):
        return [fact.title for fact in sender.facts(name, payload, tips=tips or set())]


def push(*commits: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return github("push", commits=list(commits), **changes)


def test_every_example_of_github_is_understood() -> None:
    told = [
        (name, titles(name, example))
        for name, example in every_github_example()
        if name in sender.EVENTS and titles(name, example)
    ]
    assert told == [
        *[("deployment_status", ["A new version is live"])] * 3,
        *[("push", ["Initial commit"])] * 2,
        *[("release", ["Version 0.0.1 is released"])] * 4,
    ]


def test_a_push_tells_of_its_commits() -> None:
    [fact] = sender.facts("push", github("push"))
    assert (fact.kind, fact.author, fact.key, fact.url) == (
        Kind.MERGE,
        "Codertocat",
        "commit:6113728f27ae82c7b1a177c8d03f9e96e0adf246",
        "https://github.com/Codertocat/Hello-World/commit/6113728f27ae82c7b1a177c8d03f9e96e0adf246",
    )


def test_a_commit_is_news_when_it_is_pushed() -> None:
    payload = github("push", repository__pushed_at=int(datetime(2026, 3, 2, 7, tzinfo=UTC).timestamp()))
    assert sender.facts("push", payload)[0].at == datetime(2026, 3, 2, 7, tzinfo=UTC)


def test_noise_of_a_push_is_left_out() -> None:
    payload = push(
        commit("1", "Merge branch 'menu' into master"),
        commit("2", "Bump lodash from 4.17.20 to 4.17.21", "dependabot[bot]"),
        commit("3", "fixup! gallery"),
        commit("4", "wip"),
        commit("5", "Merge remote-tracking branch 'origin/master'"),
        commit("6", "feat: gallery"),
    )
    assert titles("push", payload) == ["Gallery"]


def test_a_push_to_another_branch_is_not_yet_progress() -> None:
    assert titles("push", github("push", ref="refs/heads/menu")) == []


def test_a_tag_is_not_a_release() -> None:
    assert titles("push", github("push", ref="refs/tags/v1")) == []


def test_what_a_pull_request_brought_is_counted_by_it() -> None:
    payload = push(
        commit("1", "photos"),
        commit("2", "more photos"),
        commit("3", "Merge pull request #12 from lighthouse/cake-photos\n\nCake photos"),
        commit("4", "Opening hours"),
    )
    assert titles("push", payload) == ["Opening hours"]


def test_commits_up_to_a_known_merge_are_counted_by_it() -> None:
    payload = push(commit("1", "photos"), commit("2", "more photos"), commit("3", "Opening hours"))
    assert titles("push", payload, {"2" * 40}) == ["Opening hours"]


def test_a_merged_pull_request_is_a_change_finished() -> None:
    [fact] = sender.facts("pull_request", github("pull_request", "closed", **MERGED))
    assert (fact.title, fact.kind, fact.author, fact.at, fact.key) == (
        "Cake photos",
        Kind.MERGE,
        "Codertocat",
        datetime(2026, 3, 2, 7, 55, tzinfo=UTC),
        "commit:c4295bd74fb0f4fda03689c3df3f2803b658fd85",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"action": "synchronize"},
        {"pull_request__merged": False},
        {"pull_request__base__ref": "menu"},
        {"pull_request__user__type": "Bot"},
        {"pull_request__user__login": "renovate[bot]"},
        {"pull_request__head__ref": "dependabot/npm_and_yarn/lodash-4.17.21"},
        {"pull_request__title": "wip"},
    ],
)
def test_other_pull_requests_are_left_out(change: dict[str, Any]) -> None:
    assert titles("pull_request", github("pull_request", "closed", **{**MERGED, **change})) == []


CLOSED = {"action": "closed", "issue__closed_at": "2026-03-02T07:50:00Z", "issue__state_reason": "completed"}


def test_a_closed_issue_is_a_request_resolved() -> None:
    [fact] = sender.facts("issues", github("issues", "opened", **CLOSED))
    assert (fact.title, fact.kind, fact.at, fact.key) == (
        "Spelling error in the README file",
        Kind.ISSUE,
        datetime(2026, 3, 2, 7, 50, tzinfo=UTC),
        "github:186853002:issue:1",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"action": "reopened"},
        {"issue__state_reason": "not_planned"},
        {"issue__state_reason": "duplicate"},
        {"issue__user__type": "Bot"},
        {"sender__login": "stale[bot]"},
    ],
)
def test_other_issues_are_left_out(change: dict[str, Any]) -> None:
    assert titles("issues", github("issues", "opened", **{**CLOSED, **change})) == []


def test_a_release_has_the_name_its_authors_gave_it() -> None:
    named = github("release", "published", release__name="Summer menu")
    assert [(fact.title, fact.kind, fact.key) for fact in sender.facts("release", named)] == [
        ("Summer menu", Kind.RELEASE, "github:186853002:release:17372790")
    ]


@pytest.mark.parametrize(
    "change", [{"release__draft": True}, {"release__prerelease": True}, {"action": "created"}, {"action": "deleted"}]
)
def test_drafts_and_pre_releases_are_left_out(change: dict[str, Any]) -> None:
    assert titles("release", github("release", "published", **change)) == []


def test_a_release_by_a_machine_is_a_release() -> None:
    [fact] = sender.facts("release", github("release", "published", release__author__type="Bot"))
    assert fact.author == ""


def test_a_deployment_says_where_it_can_be_seen() -> None:
    payload = github("deployment_status", deployment_status__environment_url="https://northwind.test/menu?x=1")
    [fact] = sender.facts("deployment_status", payload)
    assert (fact.title, fact.kind, fact.url) == (
        "A new version is live at northwind.test",
        Kind.DEPLOYMENT,
        "https://northwind.test/menu?x=1",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"deployment_status__state": "in_progress"},
        {"deployment_status__state": "failure"},
        {"deployment__environment": "staging"},
        {"deployment__production_environment": False},
        {"deployment__transient_environment": True},
    ],
)
def test_other_deployments_are_left_out(change: dict[str, Any]) -> None:
    assert titles("deployment_status", github("deployment_status", **change)) == []


def test_the_environment_of_visitors_may_have_any_name() -> None:
    change = {"deployment__environment": "shop", "deployment__production_environment": True}
    assert titles("deployment_status", github("deployment_status", **change)) == ["A new version is live"]


@pytest.mark.parametrize(
    ("name", "payload", "words"),
    [
        ("push", {}, "“ref” is missing or is not what it should be."),
        ("push", {"ref": "refs/heads/x"}, "“repository” is missing."),
        (
            "push",
            {"ref": "refs/heads/x", "repository": {"default_branch": "x"}, "commits": [1]},
            "“commits” is missing or is not what it should be.",
        ),
        ("pull_request", {"action": "closed", "pull_request": []}, "“pull_request” is missing."),
        (
            "pull_request",
            {"action": "closed", "pull_request": {"merged": 1}},
            "“pull_request.merged” is missing or is not what it should be.",
        ),
        ("issues", {"action": "closed"}, "“issue” is missing."),
        ("release", {"action": "published", "release": None}, "“release” is missing."),
        ("deployment_status", {}, "“deployment_status” is missing."),
    ],
)
def test_an_odd_payload_says_what_is_odd(name: str, payload: dict[str, Any], words: str) -> None:
    with pytest.raises(OddPayload, match="is missing") as odd, translation.override("en"):
        sender.facts(name, payload)
    assert str(odd.value) == words

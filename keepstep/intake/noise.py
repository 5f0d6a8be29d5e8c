"""Noise: what moves in a repository and is no progress a client would care for."""

import re

BOT = re.compile(
    r"\[bot\]|^(?:dependabot|renovate|github-actions|greenkeeper|snyk|mergify|semantic-release|weblate|pre-commit-ci)"
    r"(?:[-_ ]?bot)?$|[-_ ]bot$|^(?:project|group)_\d+_bot",
    re.IGNORECASE,
)
BOT_BRANCH = re.compile(r"^(?:dependabot|renovate|greenkeeper|snyk)[/-]", re.IGNORECASE)
MERGE = re.compile(
    r"^(?:Merge (?:pull request|branch|branches|remote-tracking branch|tag|commit|PR|merge request)\b"
    r"|Merged (?:in|PR)\b|Automatic merge\b|Auto-merge\b)",
    re.IGNORECASE,
)
REQUESTED_MERGE = re.compile(r"^Merge pull request #\d+|^Merged (?:in|PR)\b|^See merge request \S*!\d+", re.MULTILINE)
UNFINISHED = re.compile(r"^(?:fixup|squash|amend)!")
NOT_FINAL = re.compile(r"(?:^|[-_.\d])(?:alpha|beta|rc|pre|preview|dev|snapshot|nightly)(?:[-_.\d]|$)", re.IGNORECASE)
NOTHING = "0" * 40


def is_bot(*names: object) -> bool:
    """Whether any of these names, log-ins or addresses is a machine's."""
    return any(isinstance(name, str) and BOT.search(name.split("@")[0]) is not None for name in names)


def is_bot_branch(name: object) -> bool:
    return isinstance(name, str) and BOT_BRANCH.match(name) is not None


def is_work(message: str, *author: str) -> bool:
    """A person's own commit, and not one that waits to be melted into another."""
    return not (MERGE.match(message) or UNFINISHED.match(message) or is_bot(*author))


def is_requested_merge(message: str) -> bool:
    """A merge that a pull or merge request made, and that is counted by it."""
    return REQUESTED_MERGE.search(message) is not None


def is_not_final(version: str) -> bool:
    """A version on the way to a release: v2.0.0-rc.1, 1.4-beta."""
    return NOT_FINAL.search(version) is not None

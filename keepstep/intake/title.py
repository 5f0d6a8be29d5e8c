"""Titles in a client's words: what developers write first in a line for their tools is taken away."""

import re

from django.utils.translation import gettext as _

LONGEST = 300
KINDS = (
    "feat|feature|fix|bugfix|hotfix|bug|chore|docs?|style|refactor|perf"
    "|tests?|build|ci|wip|draft|task|story|release|deps"
)
PREFIX = re.compile(rf"^(?:{KINDS})(?:\([^()]*\))?!?\s*:\s*", re.IGNORECASE)
BRANCH = re.compile(
    r"^(?:feat|feature|features|fix|bugfix|hotfix|chore|task|release|dev|docs)/(?:\S+:\s+)?", re.IGNORECASE
)
DRAFT = re.compile(r"^(?:\[?(?:wip|draft)\]?\s*[:\-]?\s+|\[(?:wip|draft)\]$|wip$)", re.IGNORECASE)
TICKET = r"[A-ZА-ЯЁ][A-ZА-ЯЁ0-9]*-\d+"
NUMBER = r"(?:GH-\d+|[\w./-]*[#!]\d+|" + TICKET + ")"
BRACKETED = re.compile(rf"\s*[(\[{{]\s*{NUMBER}(?:\s*[,;&]?\s*{NUMBER})*\s*[)\]}}]\s*[:\-–—]?\s*")
SKIP_CI = re.compile(r"\s*\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]\s*", re.IGNORECASE)
LEADING_TICKET = re.compile(rf"^(?:{NUMBER}[\s,]*)+(?:\s*[:\-–—|]\s*|\s+|$)")
CLOSES = re.compile(
    rf"(?:^|[\s,;.–—-]+)(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|see|implements?)[:\s]+{NUMBER}"
    rf"(?:\s*(?:,|and|&)?\s*{NUMBER})*\s*\.?$",
    re.IGNORECASE,
)
TRAILING_NUMBER = re.compile(r"\s+[#!]\d+$")
REVERT = re.compile(r'^Revert\s+["“](?P<what>.+)["”]$')
RESOLVE = re.compile(r'^Resolve\s+["“](?P<what>.+)["”]$')
# Names that look like a ticket's and are words of the sentence.
STANDARDS = re.compile(
    r"^(?:UTF|ISO|SHA|HTTP|RFC|COVID|IP|IPV|TLS|SSL|ES|CSS|HTML|MP|GOST|ГОСТ|WCAG|WEB|AES|RSA|MD|K|B|X|PHP|VUE|USB|GPT)-\d",
)
DRAWINGS = re.compile(r"^(?::[a-z0-9_+-]+:\s*|[\u2190-\u2bff\u3030\ufe0f\u200d\U0001f000-\U0001faff]\s*)+")
VERSION_ONLY = re.compile(r"^(?:(?:bump|release|version|to|v)\s*)*v?\d+(?:\.\d+)+(?:[-+][\w.]+)?$", re.IGNORECASE)


def in_words(raw: str) -> str:
    """A line a client can read; empty if nothing is left to say."""
    line = _plain(raw)
    if RESOLVE.match(line):
        line = RESOLVE.sub(r"\g<what>", line)
    if reverted := REVERT.match(line):
        what = in_words(reverted["what"])
        return (_("Taken back: %(what)s") % {"what": what})[:LONGEST] if what else ""
    is_branch = " " not in line and BRANCH.match(line) is not None
    line = _without_marks(line)
    line = _out_of_a_branch_name(line, sure=is_branch)
    if not re.search(r"\w", line) or VERSION_ONLY.match(line):
        return ""
    return _capitalised(line)[:LONGEST]


def _plain(raw: str) -> str:
    """The first line that says something, as plain text in single spaces."""
    line = next((line for line in raw.replace("\0", "").splitlines() if line.strip()), "")
    line = re.sub(r"[`*]|(?<!\w)_+|_+(?!\w)", "", line)
    line = SKIP_CI.sub(" ", line)
    line = CLOSES.sub("", BRACKETED.sub(" ", f" {line} ").strip())
    return TRAILING_NUMBER.sub("", line).strip()


def _without_marks(line: str) -> str:
    """Prefixes may stand in any order and more than once: `ABC-1: feat(menu): :sparkles: …`."""
    former = None
    while line != former:
        former = line
        line = DRAWINGS.sub("", line)
        line = PREFIX.sub("", line)
        line = DRAFT.sub("", line)
        line = BRANCH.sub("", line)
        if not STANDARDS.match(line):
            line = LEADING_TICKET.sub("", line)
        line = line.strip(" \t;,–—").rstrip(":")
    line = re.sub(r"\s+", " ", line)
    return line if line.endswith("..") else line.removesuffix(".")


def _out_of_a_branch_name(line: str, *, sure: bool) -> str:
    """A merge without a title of its own bears its branch's name: `new-menu_page`."""
    if not sure and (" " in line or len(re.findall(r"[-_]", line)) < 2 or "." in line or "/" in line):
        return line
    return re.sub(r"[-_]+", " ", line).strip()


def _capitalised(line: str) -> str:
    """The first word in a capital, unless it is a name written in its own way (iPhone, e.g. or a file's)."""
    first = line.split(" ", 1)[0]
    return line[0].upper() + line[1:] if first == first.lower() and "." not in first.rstrip(".,:;") else line

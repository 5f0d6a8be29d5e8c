"""Every command of ours has its line in the operations, and no line names one that does not exist."""

import re

from keepstep.__main__ import COMMANDS
from tests.documents.committed import ROOT


def test_every_command_has_its_line_and_every_line_its_command() -> None:
    section = (ROOT / "docs" / "operations.md").read_text().split("## Commands")[1].split("\n## ")[0]
    rows = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `keepstep")]
    told = [name for row in rows for name in re.findall(r"`keepstep ([\w-]+)", row)]
    assert sorted(told) == sorted(COMMANDS)

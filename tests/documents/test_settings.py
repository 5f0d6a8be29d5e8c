"""Every setting of the environment is explained, and none is explained that does not exist."""

import re

from tests.documents.committed import ROOT, files

NAME = r"(?:KEEPSTEP|DATABASE)_[A-Z]+(?:_[A-Z]+)*"
IN_PYTHON = re.compile(rf"""(?:environ\.get\(|environ\[|getenv\(|flag\()\s*["']({NAME})["']""")
IN_SHELL = re.compile(rf"\$\{{?({NAME})\b")
IN_DOCUMENT = re.compile(rf"^\| `({NAME})` \|", re.MULTILINE)


def read() -> set[str]:
    python = "\n".join(file.read_text() for file in files("keepstep/**.py", "config/**.py", "bench/**.py"))
    shell = "\n".join(file.read_text() for file in files("bin/*"))
    return set(IN_PYTHON.findall(python)) | set(IN_PYTHON.findall(shell)) | set(IN_SHELL.findall(shell))


def test_every_setting_has_its_line_and_every_line_its_setting() -> None:
    explained = IN_DOCUMENT.findall((ROOT / "docs" / "operations.md").read_text())
    assert sorted(explained) == sorted(read())

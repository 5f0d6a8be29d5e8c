"""The map of folders in the README is the repository's."""

import re

from tests.documents.committed import ROOT, files

NAMES = re.compile(r"^(\s*)((?:[\w.-]+/[ \t]*)+)")


def mapped() -> set[str]:
    """The folders named in the block that begins with a folder; indented ones lie in the one above."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    block = next((block for block in blocks if re.search(r"^keepstep/", block, re.MULTILINE)), "")
    found: set[str] = set()
    above: list[tuple[int, str]] = []
    for line in block.splitlines():
        if not (said := NAMES.match(line)):
            continue
        depth = len(said[1])
        above = [(indent, name) for indent, name in above if indent < depth]
        path = "".join(name for _indent, name in above)
        names = said[2].split()
        found |= {path + name.rstrip("/") for name in names}
        above.append((depth, names[0]))
    return found


def there() -> set[str]:
    """The folders of the repository and of the product."""
    parts = [file.relative_to(ROOT).parts[:-1] for file in files()]
    shown = {part[:1] for part in parts if part and not part[0].startswith(".")}
    return {"/".join(part) for part in shown | {part[:2] for part in parts if len(part) > 1 and part[0] == "keepstep"}}


def test_the_map_names_every_folder_of_the_repository_and_of_the_product() -> None:
    assert sorted(there() - mapped()) == []


def test_every_folder_of_the_map_exists() -> None:
    assert sorted(name for name in mapped() if not (ROOT / name).is_dir()) == []

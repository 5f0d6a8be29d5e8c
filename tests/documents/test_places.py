"""No committed file names a machine it was written on, or a host that packages were fetched from."""

import re

from tests.documents.committed import ROOT, files

# In pieces, so that this file does not name them either.
FOLDERS = ("/" + "work/", "/" + "root/", "/" + "Users/", "tmp/" + "team")
HOSTS = ("py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "arti" + "factory", "jfrog" + r"\.io")
OPTIONS = ("--index" + "-url", "--extra-index" + "-url", "--find" + "-links", "PIP_INDEX" + "_URL")
PLACES = re.compile("|".join([*FOLDERS, *HOSTS, *OPTIONS]))
NO_TEXT = {".mo", ".png", ".woff2", ".ttf", ".ico", ".jpg", ".gz"}


def test_no_file_names_a_place() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()[:200]}"
        for file in files()
        if file.suffix not in NO_TEXT
        for line in file.read_text().splitlines()
        if PLACES.search(line)
    ]
    assert found == []

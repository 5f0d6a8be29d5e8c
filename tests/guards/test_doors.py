"""Surfaces reach rows only through the desk, and no page needs an exception from the security policy."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
WEB, PORTAL, API = (ROOT / "keepstep" / name for name in ("web", "portal", "api"))


# Who signs in is found before anybody sits at a desk; a page of a long list is read by keys that the desk gave.
WITHOUT_DESK = {"web/seat.py", "web/sign_in/views.py", "portal/seat.py"}
BY_KEYS_OF_THE_DESK = re.compile(r"\.objects\.filter\(pk__in=keys\.union\(\*others\)\)")


def test_no_surface_asks_a_table_itself() -> None:
    """`Model.objects.none()` is the empty choice of a form that the desk fills."""
    found = [
        f"{path.relative_to(WEB.parent)}: {line.strip()}"
        for surface in (WEB, PORTAL, API)
        for path in surface.rglob("*.py")
        for line in path.read_text().splitlines()
        if re.search(r"\.(_default_manager|objects)\b(?!\.none\(\))", line)
        and str(path.relative_to(WEB.parent)) not in WITHOUT_DESK
        and not BY_KEYS_OF_THE_DESK.search(line)
    ]
    assert found == []


def test_no_template_has_script_or_style_of_its_own() -> None:
    mail = ROOT / "keepstep" / "outlet"
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "keepstep").rglob("*.html")
        if mail not in path.parents
        and re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|hx-on", path.read_text())
    ]
    assert found == []


def test_the_policy_has_no_exception() -> None:
    words = [word for values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for word in values]
    assert [word for word in words if "unsafe" in word or word == "*"] == []

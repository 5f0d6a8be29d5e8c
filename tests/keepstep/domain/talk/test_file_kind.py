"""A file is what it holds, whatever it calls itself."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as some

from keepstep.domain.talk.file_kind import BIGGEST, judge, safe_name

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kept", "kind"),
    [
        ("Прайс 2026.pdf", b"%PDF-1.7", "Прайс 2026.pdf", "application/pdf"),
        ("logo.png", PNG, "logo.png", "image/png"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0", "IMG_1.HEIC", "image/heic"),
        ("film.mov", b"\0\0\0\x14ftypqt  \0\0", "film.mov", "video/mp4"),
        ("texts.txt", "Тексты для главной".encode(), "texts.txt", "text/plain"),
        ("old.csv", "имя;цена".encode("cp1251"), "old.csv", "text/plain"),
        ("logo.svg", SVG, "logo.svg", "image/svg+xml"),
        ("plan.xlsx", archive("xl/workbook.xml"), "plan.xlsx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("photos.zip", archive("a.jpg", "b/c.jpg"), "photos.zip", "application/zip"),
        ("picture.pdf", PNG, "picture.pdf.png", "image/png"),
        ("picture", PNG, "picture.png", "image/png"),
        ("../../etc/passwd", b"root", "passwd.txt", "text/plain"),
        ("film.html", b"GIF89a/*<script>alert(1)</script>*/", "film.html.gif", "image/gif"),
        ("plan.pdf.html", b"%PDF-1.7", "plan.pdf.html.pdf", "application/pdf"),
        ("a" * 500 + ".pdf", b"%PDF-", "a" * 108 + ".pdf", "application/pdf"),
        ("men\u202efdp.exe\0.pdf", b"%PDF-", "menfdp.exe.pdf", "application/pdf"),
        ("C:\\Users\\ines\\menu.pdf", b"%PDF-", "menu.pdf", "application/pdf"),
    ],
)  # fmt: skip
def test_what_we_take_gets_a_name_that_tells_what_it_is(name: str, content: bytes, kept: str, kind: str) -> None:
    found = judge(name, content)
    assert (found.name, found.kind, found.refusal) == (kept, kind, "")


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"%PDF" + b"\0" * BIGGEST, "big"),
        ("setup.exe", b"MZ\x90", "program"),
        ("photo.jpg", b"MZ\x90\0", "program"),
        ("script.js", b"alert(1)", "program"),
        ("run.pdf", b"#!/bin/sh\n", "program"),
        ("photo.jpg\u202efdp.exe", b"hello", "program"),
        ("page.html", b"<!DOCTYPE html><p>Hi", "script"),
        ("notes.txt", b"hello <script>alert(1)</script>", "script"),
        ("logo.svg", SVG.replace(b"<path", b"<script>alert(1)</script><path"), "script"),
        ("logo.svg", SVG.replace(b"<path", b"<path onload = 'x()'"), "script"),
        ("logo.svg", SVG.replace(b"<path", b"<a href='javascript:x()'/><path"), "script"),
        ("logo.svg", b'<!DOCTYPE svg [<!ENTITY x "y">]>' + SVG, "script"),
        ("logo.svg", SVG.replace(b"<path", b"<foreignObject/><path"), "script"),
        ("report.docx", archive("word/document.xml", "word/vbaProject.bin"), "script"),
        ("report.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "script"),
        ("photos.zip", archive("a.jpg", "invoice.pdf.exe"), "program"),
        ("photos.zip", archive("a.jpg", "b/INVOICE.EXE . ."), "program"),
        ("photos.zip", archive("../../start/run.bat"), "program"),
        ("photos.zip", b"PK\x03\x04broken", "kind"),
        ("page.html", "<script>alert(1)</script>".encode("utf-16"), "kind"),
        ("plan.pdf.exe", b"%PDF-1.7", "program"),
        ("plan.pdf.exe . .", b"%PDF-1.7", "program"),
        ("logo.svg", b"\xef\xbb\xbf" + SVG.replace(b"<path", b"<sCrIpT/><path"), "script"),
        ("logo.svg", SVG.replace(b"<path", b"<image href='https://evil.test/x'/><path"), "script"),
        ("winmail.dat", b"\x78\x9f\x3e\x22\0\0\0", "kind"),
    ],
)
def test_what_could_do_harm_is_refused_with_a_word(name: str, content: bytes, refusal: str) -> None:
    found = judge(name, content)
    assert (found.kind, found.refusal) == ("", refusal)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("", "file"),
        ("...", "file"),
        ("a\0b\r\nSet-Cookie: x.pdf", "abSet-Cookie x.pdf"),
        ("con.txt", "_con.txt"),
        (".htaccess", "htaccess"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("ﬁle\u202egnp.exe", "ﬁlegnp.exe"),
    ],
)
def test_a_name_is_one_word_on_a_page_and_in_a_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(some.text(max_size=400))
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert (0 < len(safe) <= 121, set(safe) & set('/\\\0\r\n":'), safe.startswith(".")) == (True, set(), False)


@given(some.binary(max_size=300), some.text(max_size=20))
def test_whatever_the_bytes_are_they_are_judged(content: bytes, name: str) -> None:
    found = judge(name, content)
    assert bool(found.kind) != bool(found.refusal)

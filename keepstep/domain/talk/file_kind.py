"""What a file is by its content, whatever its name says, and whether we take it."""

import io
import re
import zipfile
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

BIGGEST = 25 * 1024 * 1024
LONGEST_NAME = 120
MOST_ENTRIES = 5000


class Refusal(models.TextChoices):
    """Why a file was not kept, in words for whoever expected it."""

    EMPTY = "empty", _("empty")
    TOO_BIG = "big", _("too big")
    TOO_MANY = "many", _("more files than one letter may bring")
    KIND = "kind", _("a kind of file we do not take")
    PROGRAM = "program", _("a program, or holds one")
    SCRIPT = "script", _("holds a script")
    LOST = "lost", _("could not be fetched")


@dataclass(frozen=True)
class Judged:
    """`name` is safe to show and to save under; `kind` is a media type of ours, empty when the file is refused."""

    name: str
    kind: str
    refusal: str = ""


@dataclass(frozen=True)
class Kind:
    media: str
    endings: tuple[str, ...]


PDF, PNG, JPEG = (
    Kind("application/pdf", ("pdf", "ai")),
    Kind("image/png", ("png",)),
    Kind("image/jpeg", ("jpg", "jpeg", "jpe")),
)
ZIP = Kind("application/zip", ("zip",))
TEXT = Kind("text/plain", ("txt", "csv", "tsv", "md", "ics", "vcf", "eml", "json", "log", "po", "srt", "yml", "yaml"))
SVG = Kind("image/svg+xml", ("svg",))
OLE = Kind("application/x-ole-storage", ("doc", "xls", "ppt", "msg", "pub", "vsd", "mpp"))
BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", Kind("image/gif", ("gif",))),
    (b"GIF89a", Kind("image/gif", ("gif",))),
    (b"II*\0", Kind("image/tiff", ("tif", "tiff", "dng", "nef", "cr2"))),
    (b"MM\0*", Kind("image/tiff", ("tif", "tiff"))),
    (b"BM", Kind("image/bmp", ("bmp",))),
    (b"8BPS", Kind("image/vnd.adobe.photoshop", ("psd", "psb"))),
    (b"%!PS", Kind("application/postscript", ("eps", "ps", "ai"))),
    (b"{\\rtf", Kind("application/rtf", ("rtf", "doc"))),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"Rar!\x1a\x07", Kind("application/vnd.rar", ("rar",))),
    (b"7z\xbc\xaf\x27\x1c", Kind("application/x-7z-compressed", ("7z",))),
    (b"\x1f\x8b", Kind("application/gzip", ("gz", "tgz"))),
    (b"OggS", Kind("audio/ogg", ("ogg", "oga", "opus"))),
    (b"ID3", Kind("audio/mpeg", ("mp3",))),
    (b"\xff\xfb", Kind("audio/mpeg", ("mp3",))),
    (b"wOFF", Kind("font/woff", ("woff",))),
    (b"wOF2", Kind("font/woff2", ("woff2",))),
    (b"OTTO", Kind("font/otf", ("otf",))),
    (b"\0\1\0\0", Kind("font/ttf", ("ttf",))),
)
IN_ZIP: tuple[tuple[str, Kind], ...] = (
    ("word/", Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx", "dotx"))),
    ("xl/", Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx", "xltx"))),
    ("ppt/", Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", ("pptx", "potx"))),
    ("content.xml", Kind("application/vnd.oasis.opendocument", ("odt", "ods", "odp", "odg"))),
)
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"#!",
    b"L\0\0\0\x01\x14\x02\0",
)
PROGRAM_ENDINGS = frozenset(
    re.findall(
        r"\w+",
        "exe com scr pif bat cmd msi msp dll cpl jar js jse vbs vbe wsf wsh hta ps1 psm1 sh app apk deb rpm lnk url reg"
        " chm iso img vhd docm xlsm pptm dotm xltm xlam ppam xll one scf inf gadget application desktop php py rb pl",
    )
)
PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|object|embed|form|meta|link)\b", re.IGNORECASE)
IN_SVG = re.compile(
    rb"<(?:\w+:)?(?:script|foreignobject|iframe|object|embed|handler|use|animate|set)\b|\son[a-z]+\s*=|javascript:|<!entity|<!doctype[^>]*\["
    rb"|(?:href|src)\s*=\s*[\"']?\s*(?:data:text|https?:|//)|&#|@import",
    re.IGNORECASE,
)
UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
DEVICES = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def judge(name: str, content: bytes) -> Judged:
    """What the file is, with a name that is nobody's trick; refused when it could do harm or nobody knows it."""
    safe = safe_name(name)
    refusal, kind = _refusal(safe, content)
    if refusal or kind is None:
        return Judged(safe, "", refusal)
    stem, _dot, ending = safe.rpartition(".")
    fits = bool(stem) and ending.lower() in kind.endings
    return Judged(safe if fits else f"{safe[: LONGEST_NAME - 8]}.{kind.endings[0]}", kind.media)


def safe_name(name: str) -> str:
    """The last part of the name, without what a file system, a page or an eye could take for something else."""
    last = re.split(r"[/\\]", name)[-1]
    words = " ".join(UNSAFE_IN_NAMES.sub("", last).split()).strip(" .")
    stem, dot, ending = words.rpartition(".")
    if DEVICES.match((stem or words).split(".")[0]):
        words = f"_{words}"
    if len(words) > LONGEST_NAME:
        words = stem[: LONGEST_NAME - 12] + dot + ending[:11] if dot and len(ending) < 12 else words[:LONGEST_NAME]
    return words or "file"


def _refusal(name: str, content: bytes) -> tuple[str, Kind | None]:
    if not content:
        return Refusal.EMPTY, None
    if len(content) > BIGGEST:
        return Refusal.TOO_BIG, None
    if content.startswith(PROGRAMS) or _ending(name) in PROGRAM_ENDINGS:
        return Refusal.PROGRAM, None
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(content)
    kind = next((kind for beginning, kind in BEGINNINGS if content.startswith(beginning)), None) or _by_shape(content)
    if kind is OLE and _has_macros(content):
        return Refusal.SCRIPT, None
    if kind:
        return "", kind
    return _of_text(content)


def _ending(name: str) -> str:
    """What a system would open it with: dots and spaces at the end are nothing to some of them."""
    return name.rstrip(". ").rpartition(".")[2].lower().strip()


def _by_shape(content: bytes) -> Kind | None:
    """Formats whose name stands behind a length: pictures and films of telephones, WebP, waves."""
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        if brand in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}:
            return Kind("image/heic", ("heic", "heif"))
        return (
            Kind("image/avif", ("avif",))
            if brand == b"avif"
            else Kind("video/mp4", ("mp4", "mov", "m4v", "m4a", "3gp"))
        )
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind("image/webp", ("webp",))
    return Kind("audio/wav", ("wav",)) if content[:4] == b"RIFF" and content[8:12] == b"WAVE" else None


def _of_zip(content: bytes) -> tuple[str, Kind | None]:
    """An archive is read by its list of names alone: nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeError, MemoryError):
        return Refusal.KIND, None
    if len(names) > MOST_ENTRIES:
        return Refusal.KIND, None
    if any(name.lower().endswith(("vbaproject.bin", "macrosheets/")) or "/macrosheets/" in name for name in names):
        return Refusal.SCRIPT, None
    if any(_ending(name) in PROGRAM_ENDINGS for name in names):
        return Refusal.PROGRAM, None
    return "", next((kind for place, kind in IN_ZIP if any(name.startswith(place) for name in names)), ZIP)


def _has_macros(content: bytes) -> bool:
    return any(word.encode("utf-16-le") in content for word in ("_VBA_PROJECT", "VBA", "Macros"))


def _of_text(content: bytes) -> tuple[str, Kind | None]:
    if re.search(rb"<(?:\w+:)?svg\b", content[:4096], re.IGNORECASE):
        return (Refusal.SCRIPT, None) if IN_SVG.search(content) or b"\0" in content else ("", SVG)
    if b"\0" in content[:65536] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Refusal.KIND, None
    if PAGE.search(content):
        return Refusal.SCRIPT, None
    controls = sum(byte < 9 or 13 < byte < 32 for byte in content[:65536])
    return (Refusal.KIND, None) if controls > len(content[:65536]) // 50 else ("", TEXT)

"""The browser's files as a serving installation hands them out: named by their content, compressed, kept for ever."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = "gathered-from"


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the library has no types  # type: ignore[misc]  # whitenoise has no types
    """Also names the modules that a module imports."""

    support_js_module_import_aggregation = True


def gather() -> None:
    """Bring the data folder's copy up to the sources; nothing to do when it is. For `serve`, before the web begins."""
    target = Path(settings.STATIC_ROOT)
    stamp, sources = target / STAMP, _sources()
    if stamp.exists() and stamp.read_text() == sources:
        return
    # A process of its own, since its settings say where files are found once they are gathered.
    words = ("-m", "django", "collectstatic", "--clear", "--no-input", "--verbosity", "0")
    subprocess.run([sys.executable, *words], env=os.environ | {"KEEPSTEP_GATHERED": "1"}, check=True)
    stamp.write_text(sources)


def _sources() -> str:
    """Changes with any file, and with the programs that read them."""
    known = hashlib.sha256(sys.version.encode())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                known.update(f"{path.relative_to(folder)} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return known.hexdigest()

"""A Keepstep of its own in a folder of its own, run as a person runs it: by its commands."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Installation:
    data: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the tests' own database or of the developer's settings reaches it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KEEPSTEP_", "DATABASE_"))}
        kept |= {
            "KEEPSTEP_DATA": str(self.data),
            "KEEPSTEP_PG_FSYNC": "off",
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
        }
        binaries = os.environ.get("KEEPSTEP_PG_BIN")
        return kept | ({"KEEPSTEP_PG_BIN": binaries} if binaries else {})

    def start(self, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *words],
            env=self.environment, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        self.started.append(process)
        return process

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env=self.environment | environment, cwd=ROOT, text=True, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=120,
        )  # fmt: skip

    def keepstep(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "keepstep", *words, **environment)


@contextmanager
def installed(data: Path) -> Iterator[Installation]:
    """Whatever a failed test left running is ended; for root the server's data stand outside the data folder."""
    made = Installation(data)
    try:
        yield made
    finally:
        for process in made.started:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream:
                    stream.close()
        shutil.rmtree((data / "postgres").resolve(), ignore_errors=True)

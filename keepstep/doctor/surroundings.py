"""What stands around the database: the mail server and the data folder."""

import stat
from collections.abc import Iterator
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from keepstep.doctor.finding import Finding, State
from keepstep.domain.agency.trust import distrust
from keepstep.postgres.location import data_folder, database, home


def mail() -> Iterator[Finding]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        folder = str(getattr(settings, "EMAIL_FILE_PATH", "") or settings.EMAIL_BACKEND)
        yield Finding(_("mail"), State.NOTE, _("Nothing leaves: letters go to %(where)s.") % {"where": folder})
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection(timeout=10):
            yield Finding(_("mail"), State.WELL, _("%(where)s takes letters.") % {"where": where})
    except (OSError, SMTPException) as error:
        mend = _("Set KEEPSTEP_SMTP_HOST, _PORT, _USER, _PASSWORD and _STARTTLS or _TLS.")
        yield Finding(_("mail"), State.BROKEN, f"{where}: {distrust(error) or error}", mend)


def permissions() -> Iterator[Finding]:
    """Nobody else may enter the data or read a secret."""
    folder = data_folder()
    wanted = {folder: 0o700, folder / "secret_key": 0o600}
    if database().embedded:
        wanted |= {home() / "password": 0o600, home() / "cluster": 0o700}
    loose = [(path, mode) for path, mode in wanted.items() if _is_open(path)]
    for path, mode in loose:
        words = _("Others may read %(path)s.") % {"path": path}
        yield Finding(_("permissions"), State.BROKEN, words, f"chmod {mode:o} {path}")
    if not loose:
        yield Finding(_("permissions"), State.WELL, _("Nobody else may enter %(folder)s.") % {"folder": folder})


def _is_open(path: Path) -> bool:
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)

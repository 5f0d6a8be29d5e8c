"""Why a mail server is not trusted, in words that say what to do; its certificate is always checked.

Whom we trust is the system's to say; `SSL_CERT_FILE` names a file with more (an office's own authority).
"""

import ssl

from django.utils.translation import gettext as _


def distrust(fault: BaseException) -> str:
    """What was wrong with the server's TLS; empty if the fault is another."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        words = _("The server's certificate is not trusted (%(why)s).")
        return words % {"why": fault.verify_message.rstrip(".")}
    if isinstance(fault, ssl.SSLError):
        return _("The server does not speak TLS here: look at the port, or choose STARTTLS.")
    return ""

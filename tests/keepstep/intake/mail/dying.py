"""A worker of its own process that dies, by SIGKILL, right after a stage of collecting."""

import os
import signal
import sys
from datetime import datetime
from uuid import UUID


def main(database: str, port: str, agency: str, stage: str, at: str) -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.IMAP |= {"host": "127.0.0.1", "port": int(port), "security": "none", "user": "updates@lighthouse.test",
                      "password": "secret"}  # fmt: skip
    django.setup()
    from keepstep.domain.agency import mailbox
    from keepstep.intake.mail import collect

    box = mailbox.configured()
    assert box is not None
    for reached in collect.stages(box, UUID(agency), clock=lambda: datetime.fromisoformat(at)):
        if reached == stage:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])

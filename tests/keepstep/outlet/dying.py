"""A worker of its own process that dies, by SIGKILL, right after a stage of sending."""

import importlib
import os
import signal
import sys
from datetime import datetime
from uuid import UUID


def main(database: str, port: str, agency: str, sending: str, stage: str, at: str, outlet: str) -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
    django.setup()
    carries = importlib.import_module(f"keepstep.outlet.{outlet}")
    for reached in carries.stages(UUID(agency), UUID(sending), clock=lambda: datetime.fromisoformat(at)):
        if reached == stage:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A worker of its own process that dies, by SIGKILL, right after the n-th time it came to a stage of sending."""

import importlib
import os
import signal
import sys
from datetime import datetime
from uuid import UUID


def main(database: str, url: str, agency: str, sending: str, stage: str, times: str, at: str, outlet: str) -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.TELEGRAM_URL = url
    django.setup()
    carries = importlib.import_module(f"keepstep.outlet.telegram.{outlet}")
    seen = 0
    for reached in carries.stages(UUID(agency), UUID(sending), clock=lambda: datetime.fromisoformat(at)):
        seen += reached == stage
        if seen == int(times):
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])

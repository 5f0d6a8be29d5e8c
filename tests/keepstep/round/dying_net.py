"""A worker of its own process that dies, by SIGKILL, at a stage of the safety net."""

import os
import signal
import sys
from datetime import datetime
from uuid import UUID


def main(database: str, agency: str, stage: str, at: str) -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from keepstep.round import safety_net

    for reached in safety_net.stages(UUID(agency), at=datetime.fromisoformat(at)):
        if reached == stage:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""`python -m keepstep.worker`: one process that does the jobs waiting in the database, until it is asked to stop."""

import os
import sys

CONCURRENCY = 4
GRACE = 8.0
"""Seconds for the jobs under way at the end; a job cut off is done again later."""


def main(name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    if not isinstance(app.connector, DjangoConnector):
        raise TypeError(f"Jobs are expected in Django's database, not in {app.connector}")
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(name=name, concurrency=CONCURRENCY, shutdown_graceful_timeout=GRACE, delete_jobs="successful")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "worker")

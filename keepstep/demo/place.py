"""Where the demo lives: beside everything else, so that it can be emptied. Imports no Django."""

import os

from keepstep.postgres.location import data_folder, load_env


def settle() -> None:
    """A data folder of its own unless one or a database is given, and letters that go to a folder instead of people."""
    load_env()
    if not os.environ.get("KEEPSTEP_DATA") and not os.environ.get("DATABASE_URL"):
        os.environ["KEEPSTEP_DATA"] = str(data_folder() / "demo")
    if not os.environ.get("KEEPSTEP_MAIL_FOLDER"):
        os.environ["KEEPSTEP_MAIL_FOLDER"] = str(data_folder() / "mail")

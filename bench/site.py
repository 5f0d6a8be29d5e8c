"""The site on the benchmarks' database, for the web server's workers."""

from bench import database

database.choose()

from config.wsgi import application  # noqa: E402  # the database is chosen before anything connects

__all__ = ["application"]

"""Everything that runs by itself, and when."""

from procrastinate import App


def register(app: App) -> None:
    """Called once the jobs application is ready."""

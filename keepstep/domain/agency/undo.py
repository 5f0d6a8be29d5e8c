"""Taking back: for ten minutes a slip of the hand is undone without a trace."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

UNDO_LIFE = timedelta(minutes=10)
"""For so long a slip of the hand can be taken back; later it is history, and a correction is a new fact."""


class TooLate(Exception):
    """The act is history by now."""

    def __init__(self) -> None:
        super().__init__(_("This cannot be taken back any more: it happened more than ten minutes ago."))

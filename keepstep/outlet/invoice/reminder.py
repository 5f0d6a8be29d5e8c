"""Reminders of an overdue payment: a friendly word first, then ever more plainly, never a threat."""

from django.utils.translation import gettext as _

RUNGS = (1, 2, 3, 4)


def words(rung: int) -> tuple[str, str]:
    """Subject and text of this rung, in the language that is active, with %(name)s, %(number)s, %(sum)s, %(day)s."""
    return _subject(rung), _text(rung)


def _subject(rung: int) -> str:
    if rung == 1:
        return _("Invoice %(number)s: just in case")
    return _("Invoice %(number)s is not paid yet") if rung < 4 else _("Invoice %(number)s: we need to talk")


def _text(rung: int) -> str:
    if rung == 1:
        return _(
            "Dear %(name)s,\n\nyesterday was the day for invoice %(number)s, %(sum)s. Perhaps the payment is under "
            "way; then please forget this letter. If the invoice got lost, here it is once more."
        )
    if rung == 2:
        return _(
            "Dear %(name)s,\n\ninvoice %(number)s for %(sum)s was to be paid by %(day)s and has not reached us yet. Is "
            "anything in the way? If you tell me the day you expect to pay, I will note it and not write before."
        )
    if rung == 3:
        return _(
            "Dear %(name)s,\n\ninvoice %(number)s for %(sum)s has been waiting since %(day)s. We go on with your work "
            "and count on this payment. Please write to me by when it comes, or what has to be settled first."
        )
    return _(
        "Dear %(name)s,\n\ninvoice %(number)s for %(sum)s has been open for a month now, since %(day)s. Before "
        "anything else happens I would like to hear what stands in the way and find a way that suits us both. "
        "When may I call you?"
    )

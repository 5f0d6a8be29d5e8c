"""Drafts of letters to a lead, and of those that bring a proposal or a brief, in the reader's language; a person looks
them through."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepstep.domain.agency.wording import Wording
from keepstep.domain.sales.proposal_version import ProposalVersion
from keepstep.formulas.amount import in_figures


def of_proposal(newest: ProposalVersion, *, greeted: str, language: str) -> Wording:
    """Of the first version that here it is, of a later one that it has changed."""
    with translation.override(language):
        said = {
            "name": greeted,
            "title": newest.title,
            "number": newest.number,
            "sum": in_figures(newest.total, newest.currency, language=language),
            "day": date_format(newest.valid_until, "j E Y"),
        }
        first = _(
            "Dear %(name)s,\n\nhere is our proposal “%(title)s” for %(sum)s. It holds until %(day)s.\n\nOn its page "
            "you can ask, accept or decline. If anything in it is not clear, just answer this letter."
        )
        next_one = _(
            "Dear %(name)s,\n\nthe proposal “%(title)s” is changed: this is version %(number)s, for %(sum)s. It holds "
            "until %(day)s, and its page says what is new in it.\n\nIf anything is not clear, just answer this letter."
        )
        return Wording(_("Our proposal: %(title)s") % said, (first if newest.number == 1 else next_one) % said)


def of_brief(*, greeted: str, language: str) -> Wording:
    with translation.override(language):
        body = _(
            "Dear %(name)s,\n\nso that our offer fits, please answer a few questions. It takes some ten minutes; "
            "what you have written is kept, and you may go on later.\n\nIf you would rather tell us by telephone, just "
            "answer this letter."
        )
        return Wording(_("A few questions before we make you an offer"), body % {"name": greeted})


def of_lead(subject: str, *, greeted: str, language: str) -> Wording:
    """An answer: to a letter of theirs in its thread, else to what they have asked otherwise."""
    with translation.override(language):
        return of_nothing(subject or _("Your request"), greeted=greeted, language=language)


def of_nothing(subject: str, *, greeted: str, language: str) -> Wording:
    """Plain words: only whom they are to."""
    with translation.override(language):
        return Wording(subject, _("Dear %(name)s,\n\n") % {"name": greeted})

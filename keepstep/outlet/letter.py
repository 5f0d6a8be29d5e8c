"""An update or a message as a letter: what the person previews is what the contact gets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from functools import cache

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from keepstep.domain.agency import mailbox
from keepstep.domain.agency.parcel import Parcel
from keepstep.domain.agency.person import Person
from keepstep.domain.talk import incoming, thread
from keepstep.domain.talk.enclosure import Enclosure
from keepstep.domain.talk.reply_address import reply_address
from keepstep.domain.talk.sending import Sending
from keepstep.outlet import foot, markdown
from keepstep.outlet.foot import Foot
from keepstep.outlet.paper import Paper, picture_id

THREAD = 10


@dataclass(frozen=True)
class Letter:
    """`text` and `content` say the same; `content` is HTML without style, as a page shows it."""

    subject: str
    text: str
    content: str


def letter(
    *,
    subject: str,
    body: str,
    signed: str,
    language: str = "",
    enclosed: Sequence[Enclosure] = (),
    address: Callable[[Enclosure], str] | None = None,
) -> Letter:
    """The text as the contact reads it, signed by whoever sends it, with what is enclosed: pictures in it, other files
    named. Pure: the preview and the outlet call it alike; `address` is where a page finds a file, by mail it comes
    along. Said in the `language`, or in the one that is active.

    A text that is signed already, as a template may be, is not signed twice.
    """
    body = body.rstrip().removesuffix(signed)
    facts = {
        "body": body,
        "signed": signed,
        "pictures": [(one, address(one) if address else f"cid:{picture_id(one)}") for one in enclosed if one.is_shown],
        "attached": [(one, address(one) if address else "") for one in enclosed if not one.is_shown],
        "enclosed": enclosed,
    }
    with translation.override(language or translation.get_language()):
        named = render_to_string("outlet/enclosed.txt", facts) if enclosed else ""
        return Letter(
            subject=" ".join(subject.split()),
            text=f"{markdown.plain(body)}{named}\n-- \n{signed}\n",
            content=render_to_string("outlet/content.html", facts),
        )


def signature(by: Person | None, agency_name: str) -> str:
    return f"{by.name}, {agency_name}" if by else agency_name


def message(sending: Sending) -> Paper:
    """The letter of this sending with its stable Message-ID, in the thread it belongs to. Raises NotKept."""
    said = sending.said
    signed = signature(said.by, said.agency.name)
    text = said.in_language(sending.contact.language)
    enclosed = list(said.enclosures.all())
    words = letter(subject=text.subject, body=text.body, signed=signed, language=text.language, enclosed=enclosed)
    at = sending.taken_at or sending.queued_at
    below = foot.of(sending, language=text.language, at=at) if sending.update_id else None
    made = Paper(
        subject=words.subject,
        body=words.text + (_text(below, text.language) if below else ""),
        from_email=sender(signed),
        to=[formataddr((sending.contact.name, sending.address))],
        reply_to=_reply_to(sending),
        headers={"Message-ID": sending.message_id, "Content-Language": text.language, **_thread(sending)},
    )
    made.attach_alternative(dressed(words, text.language, below), "text/html")
    for one in enclosed:
        made.enclose(one)
    return made


def _reply_to(sending: Sending) -> list[str] | None:
    return reply_to(sending, reads=sending.said.by or sending.said.account.manager)


def reply_to(parcel: Parcel, *, reads: Person | None) -> list[str] | None:
    """The mailbox that is read, with this letter's token; where none is, a person of ours: whoever wrote."""
    address = mailbox.address_of(parcel.agency_id)
    if address:
        return [reply_address(parcel.pk, mailbox=address)]
    return [reads.email] if reads else None


def sender(signed: str) -> str:
    """The installation's address under the name of whoever writes."""
    return formataddr((signed, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _thread(sending: Sending) -> dict[str, str]:
    """RFC 5322 §3.6.4: the letter answers the last one that arrived, and names those before it.

    An answer follows the client's own letter, a correction what it corrects, an update the updates, a message what was
    written to this contact about the same project.
    """
    asked = sending.said.answers if sending.letter_id else None
    theirs = incoming.answered_by(asked) if asked else None
    if theirs and (named := thread.headers(theirs)):
        return named
    if sending.update_id and (wrong := _what_it_corrects(sending)):
        return {"In-Reply-To": wrong, "References": wrong}
    alike = {"letter": None} if sending.update_id else {"letter__project": sending.said.project_id}
    former = Sending.objects.filter(**alike, contact=sending.contact_id, delivered_at__isnull=False)
    former = former.exclude(pk=sending.pk)
    known = [name for (name,) in former.order_by("-delivered_at").values_list("message_id")[:THREAD]]
    return {"In-Reply-To": known[0], "References": " ".join(reversed(known))} if known else {}


def _what_it_corrects(sending: Sending) -> str:
    same = Sending.objects.filter(update=sending.update.corrects_id, contact=sending.contact_id)
    return same.values_list("message_id", flat=True).first() or "" if sending.update.corrects_id else ""


def dressed(words: Letter, language: str, below: Foot | None = None) -> str:
    with translation.override(language):
        page = render_to_string("outlet/letter.html", {"words": words, "language": language, "foot": below})
    return _inliner().inline(page)


def _text(below: Foot, language: str) -> str:
    with translation.override(language):
        return render_to_string("outlet/foot.txt", {"foot": below}).rstrip() + "\n"


@cache
def _inliner() -> css_inline.CSSInliner:
    """Mail programs drop style sheets; rules for small and dark screens stay in the head for those that do not."""
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)

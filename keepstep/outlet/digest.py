"""The digest as a letter: all that was not seen yet, in the person's language, at most once (§5.3)."""

from datetime import datetime
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepstep.domain.agency import digest as digests
from keepstep.domain.agency import parcel
from keepstep.domain.agency.calendar import default_calendar
from keepstep.domain.agency.digest import Digest
from keepstep.domain.agency.notification import Notification
from keepstep.domain.agency.preference import Mail, Preference
from keepstep.outlet import carriage, line
from keepstep.outlet.carriage import Clock, Goods
from keepstep.outlet.company import monday
from keepstep.outlet.letter import dressed, letter
from keepstep.postgres import tenancy
from keepstep.round.draft import plain
from keepstep.round.telling import told

MOST_LINES = 30
MOST_AT_ONCE = 200


def gather(*, at: datetime) -> None:
    """After the round: what it told goes out, on a working day, once that day has begun."""
    time = default_calendar().working_time()
    day = time.local_day(at)
    if opens := time.opens(day):
        digests.gather(day=day, opens=opens, at=at, zone=str(time.zone))


def gather_at_once(*, at: datetime) -> None:
    """Of all agencies in which somebody wants to know a thing at once."""
    with tenancy.every_agency():
        agencies = set(Preference.objects.filter(mail=Mail.ONCE).order_by().values_list("agency_id", flat=True))
    for agency_id in agencies:
        with tenancy.entered(agency_id):
            time = default_calendar().working_time()
            digests.gather_at_once(day=time.local_day(at), at=at, zone=str(time.zone))


def send(agency_id: UUID, digest_id: UUID, *, clock: Clock) -> None:
    """Send it if nobody else does."""
    for _stage in carriage.stages(DIGEST, agency_id, digest_id, clock=clock):
        pass


def sweep() -> int:
    """Send whatever digests wait, of all agencies; how many were looked at."""
    gather_at_once(at=timezone.now())
    with tenancy.every_agency():
        waiting = Digest.objects.waiting(timezone.now()).order_by("next_try_at").values_list("agency_id", "pk")
        found = list(waiting[:MOST_AT_ONCE])
    with line.kept():
        for agency_id, key in found:
            send(agency_id, key, clock=timezone.now)
    return len(found)


def message(digest: Digest) -> EmailMultiAlternatives:
    person = digest.person
    language = person.language or person.agency.language
    with translation.override(language):
        found = list(digest.notifications.order_by("-is_urgent", "at", "id"))
        words = letter(
            subject=_subject(found),
            body=_body(digest, found),
            signed=_("Keepstep for %(agency)s") % {"agency": person.agency.name},
        )
        made = EmailMultiAlternatives(
            subject=words.subject,
            body=words.text,
            from_email=formataddr((person.agency.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            to=[formataddr((person.name, person.email))],
            headers={
                "Message-ID": parcel.message_id(digest.pk), "Content-Language": language,
                "Auto-Submitted": "auto-generated",
            },
        )  # fmt: skip
        made.attach_alternative(dressed(words, language), "text/html")
        if sheet := monday.enclosed(digest):
            made.attach(sheet.name, sheet.content, "application/pdf")
    return made


def _subject(found: list[Notification]) -> str:
    """One thing by its name, several by their number."""
    if len(found) == 1:
        one = told(found[0])
        return f"{one.about}: {one.title}" if one.about else one.title
    n = len(found)
    return ngettext("%(n)s thing waits for you", "%(n)s things wait for you", n) % {"n": n}


def _body(digest: Digest, found: list[Notification]) -> str:
    """Markdown: a line each, with the way to it."""
    name = digest.person.name.split()[0]
    parts = [_("Hello, %(name)s!") % {"name": name}, "\n".join(_line(one) for one in found[:MOST_LINES])]
    if len(found) > MOST_LINES:
        more = len(found) - MOST_LINES
        parts.append(ngettext("And %(n)s more.", "And %(n)s more.", more) % {"n": more})
    all_of_them = _("All of them")
    parts.append(f"[{all_of_them}]({settings.SITE_URL}{reverse('notifications')})")
    parts.append(_("You can choose in your settings what comes by mail."))
    return "\n\n".join(parts)


def _line(one: Notification) -> str:
    said = told(one)
    address = settings.SITE_URL + reverse("notification", args=[one.pk])
    title = f"**{plain(said.about)}** — [{plain(said.title)}]({address})"
    return f"- {title}. {plain(said.why)}" if said.why else f"- {title}"


DIGEST = Goods(
    take=digests.take, message=message, hand_over=parcel.hand_over, deliver=parcel.deliver, postpone=parcel.postpone,
    refuse=parcel.refuse, doubt=parcel.doubt,
)  # fmt: skip

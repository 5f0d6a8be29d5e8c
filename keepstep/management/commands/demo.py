"""`keepstep demo`: a living agency to look at, with today's round and a link to sign in with."""

import sys
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Count, Min
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepstep.demo import DAYS, half_year, keepsake, make
from keepstep.demo.keepsake import Keepsake
from keepstep.domain.agency import login
from keepstep.domain.agency.login import Login
from keepstep.domain.clients import portal_link
from keepstep.domain.clients.contact import Contact
from keepstep.domain.delivery.ball import Ball
from keepstep.management.command import Command as Ours
from keepstep.management.command import Reach
from keepstep.postgres.location import data_folder
from keepstep.round.listing import entries, lines
from keepstep.round.run import run
from keepstep.supervisor import Tree


class Command(Ours):
    summary = gettext_lazy("make a demo agency, print its round of today and serve it")

    @property
    def reach(self) -> Reach:  # type: ignore[override]
        """Read before the options are: only whoever serves must own the database."""
        return Reach.SHARED if "--once" in sys.argv else Reach.OWNED

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help=_("print the round and end"))
        parser.add_argument("--port", type=int, default=8000, help=_("8000 by default"))
        parser.add_argument(
            "--lang", choices=sorted(half_year.CONTENTS), help=_("the language of the agency: en or ru")
        )
        parser.add_argument("--fresh", action="store_true", help=_("make the demo anew"))

    def handle(self, *args: Any, once: bool, port: int, lang: str | None, fresh: bool, **options: Any) -> None:
        language = lang or (translation.get_language() or "en")[:2]
        with translation.override(language):
            kept = self._demo(lang, fresh=fresh)
        with translation.override(kept.language):
            self._round(kept)
            if not once:
                self._serve(kept, port)

    def _demo(self, lang: str | None, *, fresh: bool) -> Keepsake:
        """The demo of today: the one that is here, or a new one."""
        try:
            former = keepsake.found()
        except keepsake.NotOurs as others:
            raise CommandError(
                _(
                    "This installation holds an agency that is not the demo's: %(others)s. Nothing was changed; unset"
                    " KEEPSTEP_DATA and DATABASE_URL, or point them elsewhere."
                )
                % {"others": others}
            ) from others
        language = lang or (former.language if former else (translation.get_language() or "en")[:2])
        at = self.now()
        day = at.astimezone(ZoneInfo(half_year.CONTENTS[language].zone)).date()
        if former and not fresh and (former.its_day, former.language) == (day, language):
            return former
        if former:
            self._say(self._why(former, day, fresh=fresh))
            keepsake.empty()
        return self._make(day, at, language)

    def _make(self, day: date, at: datetime, language: str) -> Keepsake:
        self._say(_("Half a year of an agency is being lived through, which takes less than a minute:"))
        with transaction.atomic():
            made = make(day=day, at=at, language=language, days=DAYS, say=self._say)
            kept = Keepsake(
                agency=str(made.agency.pk), day=day.isoformat(), language=language,
                manager=made.manager.email, owner=made.owner.email,
            )  # fmt: skip
            keepsake.keep(kept)  # Before the commit, so that no demo is ever found that nobody remembers.
        return kept

    def _why(self, former: Keepsake, day: date, *, fresh: bool) -> str:
        if fresh or former.its_day == day:
            return _("The former demo is taken away.")
        return _("The demo of %(day)s is taken away, with all that was done in it: today's is made anew.") % {
            "day": date_format(former.its_day, "j E")
        }

    def _round(self, kept: Keepsake) -> None:
        agency, at = keepsake.agency(kept), self.now()
        with agency.entered():
            run(day=kept.its_day, at=at)
            self.stdout.writelines(
                f"{line}\n" for line in lines(agency, kept.its_day, entries(day=kept.its_day, at=at))
            )

    def _serve(self, kept: Keepsake, port: int) -> None:
        tree = Tree(port=port)
        sys.exit(tree.serve(ready=lambda address: self._welcome(kept, address), say=self._say))

    def _welcome(self, kept: Keepsake, address: str) -> None:
        self.stdout.write("")
        for who, email in ((_("the account manager"), kept.manager), (_("the head"), kept.owner)):
            token = login.make_link(Login.objects.get(email=email), at=self.now())
            self.stdout.write(
                _("Sign in as %(who)s (%(email)s), once and within half an hour:") % {"who": who, "email": email}
            )
            self.stdout.write("  " + address + reverse("sign_in_with", args=[token]))
        self._invite(kept, address)
        self.stdout.write(_("Letters go to the folder %(folder)s.") % {"folder": data_folder() / "mail"})
        self.stdout.write(_("Keepstep is at %(address)s (Ctrl-C stops it)") % {"address": address})
        self.stdout.flush()

    def _invite(self, kept: Keepsake, address: str) -> None:
        """The portal as the client sees it who is asked for the most."""
        with keepsake.agency(kept).entered():
            asked = Ball.objects.in_the_air().with_client().filter(contact__in=Contact.objects.in_the_portal())
            most = asked.values("contact").annotate(n=Count("pk"), first=Min("since")).order_by("-n", "first").first()
            who = Contact.objects.select_related("account").get(pk=most["contact"]) if most else None
        if who is None:
            return
        at = self.now()
        link = portal_link.ask(who.email, at=at)
        words = {"who": who.name, "client": who.account.name}
        self.stdout.write(_("Open the portal as %(who)s of %(client)s, once and within half an hour:") % words)
        self.stdout.write("  " + address + reverse("portal_let_in", args=[portal_link.arm(link, at=at)]))

    def _say(self, words: str) -> None:
        self.stderr.write(words)
        self.stderr.flush()

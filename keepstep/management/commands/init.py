"""`keepstep init`: found the first agency and its owner."""

import os
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import holidays
from babel.numbers import list_currencies
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from keepstep.domain.agency import founding, login
from keepstep.domain.agency.agency import Agency, Language
from keepstep.domain.agency.login import Login
from keepstep.domain.agency.person import Person
from keepstep.management.answer import answer
from keepstep.management.command import Command as Ours
from keepstep.outlet import sign_in_mail
from keepstep.postgres import tenancy

NO_COUNTRY = "-"


class Command(Ours):
    summary = gettext_lazy("found the first agency and its owner; asks for what no option says")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", help=_("the agency's name"))
        parser.add_argument("--owner", help=_("the owner's name"))
        parser.add_argument("--email", help=_("the owner's e-mail address, to sign in with"))
        parser.add_argument("--password", help=_("better in KEEPSTEP_PASSWORD; without one a link signs the owner in"))
        parser.add_argument("--language", help=_("en or ru"))
        parser.add_argument("--currency", help=_("three letters, such as EUR"))
        parser.add_argument("--country", help=_("two letters, for its public holidays; - for none"))
        parser.add_argument("--zone", help=_("the time zone, such as Europe/Berlin"))
        parser.add_argument("--another", action="store_true", help=_("found one more agency beside the others"))

    def handle(self, *args: Any, another: bool, **options: Any) -> None:
        if not another:
            _refuse_a_second()
        agency, owner = founding.found(**_answers(options), at=self.now())
        self.stdout.write(_("%(agency)s is founded; %(owner)s owns it.") % {"agency": agency, "owner": owner.name})
        self.stdout.write(_next(owner, self.now()))


def _refuse_a_second() -> None:
    with tenancy.every_agency():
        first = Agency.objects.first()
    if first:
        raise CommandError(_("%(agency)s is here already; --another founds one more beside it.") % {"agency": first})


def _answers(options: dict[str, Any]) -> dict[str, Any]:
    """Everything `found` wants to know."""
    facts: dict[str, Any] = {
        "name": answer(options["name"], option="--name", question=_("Agency"), check=_text),
        "owner": answer(options["owner"], option="--owner", question=_("Owner"), check=_text),
        "email": answer(options["email"], option="--email", question=_("E-mail"), check=_email),
    }
    facts["password"] = _password(options["password"], facts["email"])
    terminal = str(get_language())
    for name, question, default, check in (
        ("language", _("Language (en, ru)"), terminal, _language),
        ("currency", _("Currency"), "RUB" if terminal == "ru" else "EUR", _currency),
        ("country", _("Country of the public holidays (- for none)"), _country_of_terminal(), _country),
        ("zone", _("Time zone"), _zone_of_machine(), _zone),
    ):
        facts[name] = answer(options[name], option=f"--{name}", question=question, default=default, check=check)
    return facts


def _password(given: str | None, email: str) -> str | None:
    """None without a password: then a link signs in. A log-in that exists keeps its own."""
    said = given or os.environ.get("KEEPSTEP_PASSWORD")
    if Login.objects.filter(email=email).exists() or (not said and not sys.stdin.isatty()):
        return None
    return answer(said, option="--password", question=_("Password"), check=_strong, is_secret=True)


def _next(owner: Person, at: datetime) -> str:
    if owner.login.has_usable_password():
        words = _("Run `keepstep serve` and sign in at %(site)s with %(email)s.")
        return words % {"site": settings.SITE_URL, "email": owner.login.email}
    link = sign_in_mail.link(login.make_link(owner.login, at=at))
    return _("Run `keepstep serve` and open this link within half an hour to sign in:") + f"\n{link}"


def _text(said: str) -> str:
    if not said.strip():
        raise ValueError(_("It must not be empty."))
    return said.strip()


def _email(said: str) -> str:
    validate_email(said.strip())
    return said.strip().lower()


def _strong(said: str) -> str:
    validate_password(said)
    return said


def _language(said: str) -> str:
    if said not in Language.values:
        raise ValueError(_("%(said)s is neither en nor ru.") % {"said": said})
    return said


def _currency(said: str) -> str:
    if said.upper() not in list_currencies():
        raise ValueError(_("%(said)s is not a currency; EUR, USD and RUB are.") % {"said": said})
    return said.upper()


def _country(said: str) -> str:
    if said in {NO_COUNTRY, ""}:
        return ""
    if said.upper() not in holidays.list_supported_countries():
        raise ValueError(_("The public holidays of %(said)s are not known; DE, GB and RU are.") % {"said": said})
    return said.upper()


def _zone(said: str) -> str:
    if said not in available_timezones():
        raise ValueError(_("%(said)s is not a time zone; Europe/Berlin and Europe/Moscow are.") % {"said": said})
    return ZoneInfo(said).key


def _country_of_terminal() -> str:
    """`de_AT.UTF-8` is Austria."""
    said = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    country = said.partition(".")[0].partition("_")[2]
    return country if country in holidays.list_supported_countries() else NO_COUNTRY


def _zone_of_machine() -> str:
    """What the machine's clock is set to, as far as it says so by name."""
    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    named = Path("/etc/timezone")
    said = (os.environ.get("TZ", "").lstrip(":"), linked, named.read_text().strip() if named.exists() else "")
    return next((zone for zone in said if zone in available_timezones()), "UTC")

"""The database of the tests and the house everybody in them lives in."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from keepstep.domain.agency.person import Person
from keepstep.domain.clients import device
from keepstep.domain.clients.contact import Contact
from keepstep.portal.seat import COOKIE
from tests import template_database
from tests.cast import House, found_house
from tests.mailbox import Mailbox, mailbox
from tests.standing_house import StandingHouse
from tests.telegram_server import TelegramServer, telegram_server


def pytest_configure() -> None:
    """Hashing a password is slow on purpose; the tests sign in hundreds of times. And each of their thousands of
    browsers would list every static file before its first page; so they are looked for when they are asked for."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    # The first of a hundred cases loads calendars, and the machine is shared: how long a case takes proves nothing.
    hypothesis.settings.register_profile("unhurried", deadline=None)
    hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A new database, migrated as its owner; the tests themselves are the restricted application role."""
    name = f"keepstep_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():
        template_database.copy(name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL only, and so are we


STANDING = pytest.StashKey[StandingHouse]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any transaction of the test begins."""
    standing = item.config.stash.get(STANDING, None)
    if standing is None:
        return
    if "standing_house" in getattr(item, "fixturenames", ()):
        standing.put_up()
    else:
        standing.take_down()


@pytest.fixture(scope="session")
def standing_house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config
) -> Iterator[StandingHouse]:
    made = pytestconfig.stash[STANDING] = StandingHouse(django_db_blocker)
    made.put_up()
    yield made
    made.take_down()


@pytest.fixture
def house(standing_house: StandingHouse, db: None) -> Iterator[House]:
    """Vera's agency, entered: the test sees what its session would see."""
    made = standing_house.house
    with made.agency.entered():
        yield made


@pytest.fixture
def open_house(transactional_db: None) -> Iterator[House]:
    """The same house, committed and not entered: for live servers, workers and several connections."""
    made = found_house()
    yield made
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs, procrastinate_events, keepstep_cache cascade")


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    """A browser in which this person is signed in."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person.login, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed_in


@pytest.fixture
def portal_of() -> Callable[..., Client]:
    """A browser that lets this contact into the portal."""

    def let_in(contact: Contact, *, at: datetime | None = None) -> Client:
        client = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/605"})
        with contact.agency.entered():
            token = device.let_in(contact, address=contact.email, name="Safari, iPhone", at=at or timezone.now())
        client.cookies[COOKIE] = token
        return client

    return let_in


@pytest.fixture
def post(settings: Settings) -> Iterator[Mailbox]:
    """A real mail server, and the outlet pointed at it."""
    with mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.DEFAULT_FROM_EMAIL = "Lighthouse <updates@lighthouse.test>"
        yield box


@pytest.fixture
def telegram(settings: Settings) -> Iterator[TelegramServer]:
    """Telegram on loopback, and our bots pointed at it."""
    with telegram_server() as server:
        settings.TELEGRAM_URL = server.url
        yield server

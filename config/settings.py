"""Settings from the environment; every name is explained in docs/operations.md."""

import os
from pathlib import Path

from keepstep.postgres.location import data_folder, database, load_env, secret

load_env()
ROOT = Path(__file__).resolve().parent.parent


def flag(name: str, default: str) -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes", "on"}


SITE_URL = os.environ.get("KEEPSTEP_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
DEBUG = flag("KEEPSTEP_DEBUG", "0")
SECRET_KEY = secret()
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("KEEPSTEP_FORMER_SECRET_KEYS", "").split(",") if key]
ALLOWED_HOSTS = os.environ.get("KEEPSTEP_HOSTS", "*" if not HTTPS else SITE_URL.split("/")[2].split(":")[0]).split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "keepstep.faults.forbidden"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_linear_migrations",
    "procrastinate.contrib.django",
    "template_partials",
    "keepstep",
]
FIRST_PARTY_APPS = ["keepstep"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "keepstep.web.health.answer",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "keepstep.web.seat.take",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "keepstep.web.components.toasts.say",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "keepstep.web.policy.declare",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "keepstep"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "keepstep.web.components.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "keepstep.templatetags.constant",
                "keepstep.templatetags.words",
            ],
        },
    }
]

_database = database()
_common = {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": 0,
    "DISABLE_SERVER_SIDE_CURSORS": True,
    "TIME_ZONE": "UTC",
}
# Without a threshold nothing could be prepared; only what asks to be is (`postgres/prepared.py`).
_prepares = flag("KEEPSTEP_PREPARED", "1")
_app = {"pool": {"min_size": 1, "max_size": 6}, "prepare_threshold": 5 if _prepares else None}
DATABASES = {
    "default": {**_common, **_database.app, "OPTIONS": {**_database.options, **_app}},
    "owner": {**_common, **_database.owner, "OPTIONS": {**_database.options}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "keepstep_cache"}}

AUTH_USER_MODEL = "keepstep.Login"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "keepstep.web.sign_in.adapter.Closed"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "sign_in_link": "20/m/ip,5/5m/key",
    "portal_link": "20/m/ip,5/5m/key",
    "portal_let_in": "30/m/ip",
    "lead_form": "10/m/ip,120/m/key",
    "brief": "60/m/ip,30/m/key",
    "proposal": "20/m/ip,20/m/key",
    "unknown_link": "30/m/ip",
    "api": "300/m/key",
}

SESSION_ENGINE = "keepstep.postgres.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = flag("KEEPSTEP_BEHIND_PROXY", "0")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский")]
FORMAT_MODULE_PATH = ["keepstep.locale.formats"]
LOCALE_PATHS = [ROOT / "keepstep" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = data_folder() / "static"
STATICFILES_DIRS = [ROOT / "keepstep" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
# `serve` gathers the files and says so to its children; everything else reads them where they are.
GATHERED = flag("KEEPSTEP_GATHERED", "0")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "keepstep.static_files.Storage"
        if GATHERED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not GATHERED
WHITENOISE_AUTOREFRESH = DEBUG

# A folder instead of a server: the demo sends into it, and one can look at what would have gone out.
MAIL_FOLDER = os.environ.get("KEEPSTEP_MAIL_FOLDER", "")
if MAIL_FOLDER:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_FOLDER
EMAIL_HOST = os.environ.get("KEEPSTEP_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("KEEPSTEP_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("KEEPSTEP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KEEPSTEP_SMTP_PASSWORD", "")
EMAIL_USE_TLS = flag("KEEPSTEP_SMTP_STARTTLS", "0")
EMAIL_USE_SSL = flag("KEEPSTEP_SMTP_TLS", "0")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("KEEPSTEP_MAIL_FROM", "keepstep@localhost")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")

# The mailbox that clients' answers come to; nothing is read where no host is named.
_imap_security = os.environ.get("KEEPSTEP_IMAP_SECURITY", "tls").lower()
_imap_user = os.environ.get("KEEPSTEP_IMAP_USER", "")
IMAP = {
    "host": os.environ.get("KEEPSTEP_IMAP_HOST", ""),
    "port": int(os.environ.get("KEEPSTEP_IMAP_PORT", "993" if _imap_security == "tls" else "143")),
    "security": _imap_security,
    "user": _imap_user,
    "password": os.environ.get("KEEPSTEP_IMAP_PASSWORD", ""),
    "folder": os.environ.get("KEEPSTEP_IMAP_FOLDER", "INBOX"),
    "address": os.environ.get("KEEPSTEP_IMAP_ADDRESS", _imap_user),
}
IMAP_AGENCY = os.environ.get("KEEPSTEP_IMAP_AGENCY", "")

# Where bots are spoken to: Telegram itself, or a Bot API server of one's own.
TELEGRAM_URL = os.environ.get("KEEPSTEP_TELEGRAM_URL", "https://api.telegram.org").rstrip("/")

FILES_FOLDER = Path(os.environ.get("KEEPSTEP_FILES") or data_folder() / "files")

PROCRASTINATE_IMPORT_PATHS = ["keepstep.outlet.jobs", "keepstep.intake.jobs", "keepstep.schedule"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 26_214_400

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KEEPSTEP_LOG_LEVEL", "WARNING")},
    # They tell every address, and a bot's token is part of its.
    "loggers": {name: {"level": "WARNING"} for name in ("httpx2", "httpcore2", "httpx", "httpcore")},
}

"""All settings of the app, each with a heading in docs/reference/settings.md."""

from __future__ import annotations

import hashlib
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from onward_app import environment, places, sqlite
from onward_app.vault.errors import KeyFileError

sqlite.put_in_place()

environment.refuse_unknown(
    frozenset(
        {
            "ACCOUNTS",
            "BACKUPS",
            "HOME",
            "KEY_FILE",
            "KEY_PASSPHRASE",
            "KEY_PASSPHRASE_FILE",
            "LOCK_AFTER",
            "MAIL_FROM",
            "PROXIES",
            "SIGN_UP",
            "SMTP_URL",
            "SMTP_URL_FILE",
            "TLS",
            "INTERPRETATION",
            "TIME_ZONE",
            "ALLOWED_HOSTS",
            "SECRET_KEY",
            "SECRET_KEY_FILE",
            "SHARED",
        }
    )
)

HERE = Path(__file__).parent
HOME, KEY_FILE = places.home(), places.key_file()
BACKUPS = places.backups()
INTERPRETATION = environment.choice("INTERPRETATION", "on", ("on", "off")) == "on"

# One person on their own machine, who comes in by a link; or many, who have accounts.
ACCOUNTS = environment.choice("ACCOUNTS", "alone", ("alone", "many"))
SIGN_UP = environment.choice("SIGN_UP", "invitation", ("invitation", "open", "closed"))
TLS = environment.choice("TLS", "off" if ACCOUNTS == "alone" else "on", ("on", "off")) == "on"
LOCK_AFTER = environment.number("LOCK_AFTER", 15, least=1)


def _secret_key() -> str:
    """Signs sessions and forms: set for a server, else derived from the key file."""
    given = environment.secret("SECRET_KEY")
    if given:
        return given
    try:
        return hashlib.sha256(b"onward signing" + KEY_FILE.read_bytes()).hexdigest()
    except FileNotFoundError:
        return hashlib.sha256(b"onward signing, before there is a key").hexdigest()
    except OSError as error:
        raise KeyFileError(f"The key file {KEY_FILE} cannot be read.") from error


def _time_zone() -> str:
    """The setting, or this machine's own zone."""
    name = environment.text("TIME_ZONE", "")
    if not name:
        link = Path("/etc/localtime").resolve()
        name = str(link).partition("zoneinfo/")[2] or "UTC"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ImproperlyConfigured(f"ONWARD_TIME_ZONE is {name!r}, not a time zone.") from None
    return name


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = environment.text("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
ROOT_URLCONF = "onward_app.urls"
WSGI_APPLICATION = "onward_app.wsgi.application"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "onward_app.vault",
    "onward_app.accounts",
    "onward_app.entries",
    "onward_app.path",
    "onward_app.way_back",
    "onward_app.plan",
    "onward_app.support",
    "onward_app.takeout",
]

MIDDLEWARE = [
    "onward_app.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "onward_app.limits.Limits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "onward_app.unreadable.Unreadable",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]


def _sqlite(name: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA secure_delete=ON;",
        },
    }


def _default() -> dict[str, object]:
    """The record's database: PostgreSQL where a URL is given, else a file of our own."""
    url = environment.secret("DATABASE_URL", prefix="")
    if not url:
        return _sqlite("onward.sqlite3")
    try:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read as an address.") from error
    if found["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgresql://. Without it SQLite is used."
        )
    return dict(found)


# Wrapped keys stay in a file of their own beside either: a row that is erased there can be shown
# to be gone, from the file and from its log.
DATABASES = {"default": _default(), "keys": _sqlite("keys.sqlite3")}
DATABASE_ROUTERS = ["onward_app.vault.router.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = _time_zone()
LANGUAGE_CODE = "en"
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

# An upload never touches the disk in the clear: it stays in memory, and its size is limited. A
# request that announces more than this is refused unread; a file of less that is over the limit
# of the form is answered beside the form, with everything typed still there.
REQUEST_LIMIT = 200 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["onward_app.takeout.uploads.InMemory"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Shared by all processes, so that a limit on sign-ins is one limit.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "onward_cache",
    }
}

LOGIN_URL = "accounts:closed" if ACCOUNTS == "alone" else "account_login"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "onward"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "onward_form"
CSRF_FAILURE_VIEW = "onward_app.accounts.views.form_too_old"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# A log line never holds what a person wrote: only the kind of an error and where it was.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "onward_app.logs.WithoutWords"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "propagate": False},
    },
}

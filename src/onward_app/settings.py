"""All settings of the app, each with a heading in docs/reference/settings.md."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from onward_app import environment, places, signing, sqlite

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
            "MEASURE_TEXTS",
            "PACKS",
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
# Questionnaires under licences of their own, and texts that the site holds the right to.
MEASURE_PACKS = [p.strip() for p in environment.text("PACKS", "").split(",") if p.strip()]
MEASURE_TEXTS = environment.text("MEASURE_TEXTS", "")

# One person on their own machine, who comes in by a link; or many, who have accounts.
ACCOUNTS = environment.choice("ACCOUNTS", "alone", ("alone", "many"))
SIGN_UP = environment.choice("SIGN_UP", "invitation", ("invitation", "open", "closed"))
TLS = environment.choice("TLS", "off" if ACCOUNTS == "alone" else "on", ("on", "off")) == "on"
LOCK_AFTER = environment.number("LOCK_AFTER", 15, least=1)


def _secret_key() -> str:
    """Signs sessions and forms: given, or the file that the first start makes."""
    given = environment.secret("SECRET_KEY")
    if given:
        return given
    try:
        return signing.read(places.signing_key())
    except OSError as error:
        raise ImproperlyConfigured(f"The signing key cannot be read. {error}") from error


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
    "onward_app.practices",
    "onward_app.measures",
    "onward_app.goals",
    "onward_app.sessions",
    "onward_app.choices",
    "onward_app.takeout",
    "onward_app.drafts",
]

MIDDLEWARE = [
    "onward_app.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "onward_app.compressed.Compressed",
    "onward_app.limits.Limits",
    "onward_app.sending.Sending",
    "onward_app.storage.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onward_app.storage.Storage",
    "onward_app.doors.Doors",
    "onward_app.doors.SignIns",
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
                "onward_app.doors.whose_house",
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
        "ENGINE": "onward_app.fair_sqlite",
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
    url = environment.secret(name="DATABASE_URL", prefix="")
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
    # a server that is gone must not keep anybody waiting for help
    found.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return dict(found)


# Wrapped keys stay in a file of their own beside either: a row that is erased there can be shown
# to be gone, from the file and from its log.
DATABASES = {"default": _default(), "keys": _sqlite("keys.sqlite3")}
DATABASE_ROUTERS = ["onward_app.keeping.router.Scratch", "onward_app.vault.router.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = _time_zone()
LANGUAGE_CODE = "en"
USE_I18N = True
# A further language: its catalogue, its dates and its words (docs/guides/translate.md).
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = ["onward_app.written_dates"]

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

# Shared by all processes, so that a limit on sign-ins is one limit. Keys are hashed: they hold
# addresses. Room for many, so that nobody pushes a limit out by filling the table.
CACHES = {
    "default": {
        "BACKEND": "onward_app.limit_store.LimitStore",
        "LOCATION": "onward_cache",
        "KEY_FUNCTION": "onward_app.limit_store.hashed_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Mail: with it an address is proved, and a forgotten password has a way back.
SMTP_URL = environment.secret("SMTP_URL")
MAIL = bool(SMTP_URL)
_mail = environment.mail(SMTP_URL)
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST", "localhost")
EMAIL_PORT = _mail.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = _mail.get("EMAIL_TIMEOUT")
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "onward@localhost")

LOGIN_URL = "accounts:closed" if ACCOUNTS == "alone" else "account_login"
LOGIN_REDIRECT_URL = "entries:start"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["onward_app.passwords.Argon2"]
# Length and a list of common ones, no rules of composition (NIST SP 800-63B).
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
]
PASSWORD_RESET_TIMEOUT = 12 * 3600

ACCOUNT_ADAPTER = "onward_app.accounts.adapters.Account"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL else "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = MAIL
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if TLS else "http"
# Five bad tries in five minutes for one address; a hundred a day, whoever sends them (NIST). Per
# network there is room for a clinic, whose people all come from one.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "100/10m/ip,5/5m/key,100/d/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/h/key",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "change_password": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "onward_app.accounts.forms.SignIn",
    "signup": "onward_app.accounts.forms.SignUp",
    "add_email": "onward_app.accounts.forms.NewAddress",
    "change_password": "onward_app.accounts.forms.NewPassword",
    "set_password": "onward_app.accounts.forms.FirstPassword",
    "reset_password": "onward_app.accounts.forms.ForgottenPassword",
    "reset_password_from_key": "onward_app.accounts.forms.PasswordByLink",
    "reauthenticate": "onward_app.accounts.forms.SamePerson",
}
MFA_ADAPTER = "onward_app.accounts.adapters.SecondStep"
MFA_FORMS = {
    "authenticate": "onward_app.accounts.second_steps.ByCode",
    "reauthenticate": "onward_app.accounts.second_steps.AgainByCode",
    "activate_totp": "onward_app.accounts.second_steps.NewApp",
    "add_webauthn": "onward_app.accounts.second_steps.NewPasskey",
    "edit_webauthn": "onward_app.accounts.second_steps.NameOfPasskey",
    "login_webauthn": "onward_app.accounts.second_steps.ByPasskey",
    "authenticate_webauthn": "onward_app.accounts.second_steps.SecondByPasskey",
    "reauthenticate_webauthn": "onward_app.accounts.second_steps.AgainByPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = not MAIL
MFA_TOTP_ISSUER = "Onward"
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}

# How many web servers stand in front. What a request says of where it came from, and whether it
# came by TLS, is believed only where there is one.
PROXIES = environment.number("PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if TLS else []

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-onward" if TLS else "onward"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_NAME = "__Host-onward_form" if TLS else "onward_form"
CSRF_FAILURE_VIEW = "onward_app.accounts.views.form_too_old"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
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

"""Settings that would not be safe stop the start, each with a way to mend it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from onward_app import environment
from onward_app.doors import many

LOCAL = {"127.0.0.1", "localhost", "[::1]", "::1"}
SHORTEST_KEY = 40
OTHERS_MAY_READ = 0o004
ANYBODY_ELSE = 0o077


@register()
def no_debug(**kwargs: Any) -> list[CheckMessage]:
    """Debug pages show what a person wrote."""
    if not settings.DEBUG:
        return []
    return [Error("DEBUG is on. Its pages show private words.", hint="Off.", id="onward.E010")]


@register()
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    """Any host's name would let a foreign page make links in ours."""
    if not any(host.strip().startswith(("*", ".")) or not host for host in settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            "ONWARD_ALLOWED_HOSTS lets in any name.",
            hint="Write the names out, such as ONWARD_ALLOWED_HOSTS=onward.example.org",
            id="onward.E011",
        )
    ]


@register()
def names_need_tls(**kwargs: Any) -> list[CheckMessage]:
    """Without TLS a password travels in the clear."""
    if settings.TLS or set(settings.ALLOWED_HOSTS) <= LOCAL:
        return []
    return [
        Error(
            "ONWARD_TLS is off, and ONWARD_ALLOWED_HOSTS names more than this machine. Passwords "
            "and words would travel in the clear.",
            hint="Put a web server with TLS in front and set ONWARD_TLS=on.",
            id="onward.E012",
        )
    ]


@register()
def open_doors_need_mail(**kwargs: Any) -> list[CheckMessage]:
    """Who signs up by themselves has to show that the address is theirs."""
    if not many() or settings.SIGN_UP != "open" or settings.MAIL:
        return []
    return [
        Error(
            "ONWARD_SIGN_UP is open, and no mail is set, so no address can be proved.",
            hint="Set ONWARD_SMTP_URL and ONWARD_MAIL_FROM, or ONWARD_SIGN_UP=invitation.",
            id="onward.E013",
        )
    ]


@register()
def mail_has_a_sender(**kwargs: Any) -> list[CheckMessage]:
    """Mail without a sender of its own is not delivered."""
    if not settings.MAIL or not settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return []
    return [
        Error(
            "ONWARD_SMTP_URL is set, and ONWARD_MAIL_FROM is not.",
            hint="Set it to the sender, such as ONWARD_MAIL_FROM=onward@example.org",
            id="onward.E014",
        )
    ]


@register()
def signing_key_is_long(**kwargs: Any) -> list[CheckMessage]:
    """A short key could be guessed, and with it a link that sets a password."""
    if len(settings.SECRET_KEY) >= SHORTEST_KEY and len(set(settings.SECRET_KEY)) > 8:
        return []
    return [
        Error(
            f"ONWARD_SECRET_KEY is too easy to guess; {SHORTEST_KEY} random letters are needed.",
            hint="Leave it out, and Onward makes one. Or: openssl rand -base64 48",
            id="onward.E015",
        )
    ]


@register()
def cookies_are_guarded(**kwargs: Any) -> list[CheckMessage]:
    """Cookies that a script or an open line could read."""
    found = [
        name
        for name in ("SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY")
        if not getattr(settings, name)
    ]
    for name in ("SESSION", "CSRF"):
        secure = getattr(settings, f"{name}_COOKIE_SECURE")
        hosted = getattr(settings, f"{name}_COOKIE_NAME").startswith("__Host-")
        if settings.TLS and not (secure and hosted):
            found.append(f"{name}_COOKIE_SECURE")
        if getattr(settings, f"{name}_COOKIE_SAMESITE") not in ("Lax", "Strict"):
            found.append(f"{name}_COOKIE_SAMESITE")
        if getattr(settings, f"{name}_COOKIE_DOMAIN") is not None:
            found.append(f"{name}_COOKIE_DOMAIN")
    return [
        Error(f"{name} is not as it must be.", hint="Take your change back.", id="onward.E016")
        for name in found
    ]


@register()
def data_is_for_one_user(**kwargs: Any) -> list[CheckMessage]:
    """Others on this machine could copy the database."""
    if not settings.HOME.is_dir() or not settings.HOME.stat().st_mode & ANYBODY_ELSE:
        return []
    return [
        Error(
            f"Others on this machine may read the data folder {settings.HOME}.",
            hint="Close it to others: chmod 700 on the folder.",
            id="onward.E017",
        )
    ]


@register()
def secret_files_are_secret(**kwargs: Any) -> list[CheckMessage]:
    """A secret in a file that everybody may read is none."""
    found = [p for p in environment.secret_files() if p.exists()]
    return [
        Error(
            f"Everybody on this machine may read the secret in {path}.",
            hint="Close it to others: chmod o-rwx on the file.",
            id="onward.E018",
        )
        for path in found
        if path.stat().st_mode & OTHERS_MAY_READ
    ]


@register()
def the_proxy_is_known(**kwargs: Any) -> list[CheckMessage]:
    """With TLS there is a server in front, whose address would stand for everybody's."""
    if not many() or not settings.TLS or settings.PROXIES:
        return []
    return [
        Warning(
            "ONWARD_TLS is on and ONWARD_PROXIES is 0. Behind a web server all people would share "
            "one limit on sign-ins.",
            hint="Set ONWARD_PROXIES=1 where one web server stands in front.",
            id="onward.W011",
        )
    ]

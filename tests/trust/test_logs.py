"""Trust 20: no log line holds a word that a person wrote, at any level, whatever breaks.

Every address of the urlconf is asked for and sent to, with a planted word in each place where a
browser can put one, and broken in each of three ways: the view, the database below it, the page.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connections
from django.http import HttpRequest
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from furnished import address, furnish

from onward_app.accounts.models import User
from onward_app.drafts import actions as drafts
from onward_app.logs import WithoutWords

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("static_files"),
]
WORD = "quillwortzephyr"
BROKEN = ("nothing", "the view", "the database", "the page")
FIELDS = [
    "note",
    "first",
    "words",
    "goal",
    "signs",
    "helps",
    "own",
    "more",
    "issue_1",
    "practice_own",
    "event_own",
    "behaviour",
    "word",
    "day",
    "once",
    "person_1_name",
    "therapist_name",
    "map_text",
    "passphrase",
    "password",
    "password1",
    "login",
    "email",
    "code",
    "name",
    "when_1",
    "will_1",
    "go",
    "pick",
    "token",
    "why",
    "what",
    "text",
    "do",
    "intention",
    "noticed",
    "practice",
    "nature",
    "say",
    "situation",
    "friend",
    "measure",
    "total",
    "given",
    "thing",
]
# These are asked on the way to the view, so that the break comes inside of it.
BEFORE = ("django_session", "accounts_user", "onward_cache", "SAVEPOINT")


def patterns(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, str]]:
    """The name and an address of every view."""
    for one in resolver.url_patterns:
        route = before + filled(one)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern):
            yield one.lookup_str, route


def filled(one: URLPattern | URLResolver) -> str:
    """A route with something in place of each part that varies; the word where a text may stand."""
    route = str(one.pattern)
    if getattr(one.pattern, "regex", None) and "(?P<" in route:  # allauth's link of a reset
        return f"password/reset/key/1-{WORD}/"
    for name, converter in one.pattern.converters.items():
        kind = type(converter).__name__
        value = {"UUIDConverter": str(uuid4()), "IntConverter": "1", "ScreenConverter": "3"}
        value |= {"StepConverter": "2"}
        for spelt in (f"<uuid:{name}>", f"<int:{name}>", f"<screen:{name}>", f"<step:{name}>"):
            route = route.replace(spelt, value.get(kind, WORD))
        route = route.replace(f"<str:{name}>", WORD).replace(f"<slug:{name}>", WORD)
        route = route.replace(f"<{name}>", WORD)
    return route.removeprefix("^").removesuffix("$")


ADDRESSES = sorted(set(patterns(get_resolver())))


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """All that any logger says at DEBUG, as our own formatter writes it."""
    yield from listening(WithoutWords())


@pytest.fixture
def plain_lines() -> Iterator[io.StringIO]:
    """The same as Python's own formatter writes it."""
    yield from listening(logging.Formatter("%(name)s %(message)s"))


def listening(formatter: logging.Formatter) -> Iterator[io.StringIO]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    named = [logging.getLogger(n) for n in list(logging.root.manager.loggerDict)]
    loggers = [logging.root, *named]
    before = [(log, log.level, log.propagate, log.disabled) for log in loggers]
    for log in loggers:
        log.setLevel(logging.DEBUG)
        log.disabled = False
        if log is logging.root or not log.propagate:
            log.addHandler(handler)
    for connection in connections.all():
        connection.force_debug_cursor = True  # each query is logged with what is in it
    yield out
    for connection in connections.all():
        connection.force_debug_cursor = False
    for log, level, propagate, disabled in before:
        log.setLevel(level)
        log.propagate, log.disabled = propagate, disabled
        log.removeHandler(handler)


@dataclass(frozen=True)
class Written:
    """Whose house it is, and every address with those of its rows."""

    owner: User
    places: list[str]


class Crash:
    """Middleware that breaks a view with the person's words in its error."""

    on = False

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if Crash.on:
            raise ValueError(f"{WORD} {dict(request.POST)}")


def broken_query(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """A database that quotes what it was given."""
    if any(name in sql for name in BEFORE):
        return execute(sql, params, many, context)
    raise DatabaseError(f"near {WORD}: {sql} {params}")


@pytest.fixture
def house(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The app as it is, and ways to break it."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Crash"]
    import sys

    sys.modules.setdefault(__name__, sys.modules[Crash.__module__])
    return monkeypatch


def ask_everything(written: Written, broken: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Each address by GET and by POST; the statuses."""
    client = Client()
    client.force_login(written.owner)
    client.raise_request_exception = False
    statuses = []
    for place in written.places:
        for method in ("GET", "POST"):
            with monkeypatch.context() as patch:
                statuses.append(ask(client, method, place, broken, patch))
    return statuses


def ask(client: Client, method: str, address: str, broken: str, patch: Any) -> int:
    """One request with the word in each place that a browser fills."""
    words = dict.fromkeys(FIELDS, WORD)
    more = {"headers": {"user-agent": WORD, "accept-language": WORD, "referer": f"/?{WORD}"}}
    patch.setattr(Crash, "on", broken == "the view")
    if broken == "the page":
        patch.setattr(Template, "render", breaks_once(Template.render))
    if method == "GET":
        send = lambda: client.get(address, words, **more)  # noqa: E731
    else:
        file = SimpleUploadedFile(f"{WORD}.csv", f"when,{WORD}\n".encode())
        send = lambda: client.post(address, words | {"file": file}, **more)  # noqa: E731
    if broken != "the database":
        return int(send().status_code)
    with connections["default"].execute_wrapper(broken_query):
        return int(send().status_code)


def breaks_once(render: Any) -> Any:
    """A page that breaks with its context in the error; the page for that error does not."""
    broke: list[bool] = []

    def breaking(self: Any, context: Any = None, request: Any = None) -> Any:
        if not broke:
            broke.append(True)
            raise ValueError(f"{WORD} in {context}")
        return render(self, context, request)

    return breaking


@pytest.fixture
def written(owner: User) -> Written:
    """A house with the word in every room."""
    ids = furnish(owner.id, WORD)
    drafts.keep(person=owner.id, form="today", fields={"note": [WORD]})
    there = {place for name in ids for place in address(name, ids)[:1]}
    return Written(owner, sorted(there | {place for _name, place in ADDRESSES}))


@pytest.mark.parametrize(
    ("kind", "broken"), [("alone", "the view"), *(("many", broken) for broken in BROKEN)]
)
def test_no_line_holds_a_word(
    broken: str, kind: str, house: Any, lines: io.StringIO, written: Written, settings: Any
) -> None:
    settings.ACCOUNTS = kind
    statuses = ask_everything(written, broken, house)
    said = lines.getvalue()
    assert WORD not in said, next(line for line in said.splitlines() if WORD in line)[:300]
    assert WORD.encode().hex() not in said
    assert len(statuses) > 350
    if broken != "nothing":
        assert sum(s >= 500 for s in statuses) > 15, "hardly anything was broken"
        assert ("DatabaseError" if broken == "the database" else "ValueError") in said
    assert "django.db.backends" in said


def test_the_words_would_be_found_without_our_formatter(
    house: Any, plain_lines: io.StringIO, written: Written
) -> None:
    ask_everything(written, "the view", house)
    assert WORD in plain_lines.getvalue()


def test_every_handler_of_ours_writes_with_the_formatter() -> None:
    logging_of_ours = settings.LOGGING
    assert logging_of_ours["formatters"]["plain"]["()"] == "onward_app.logs.WithoutWords"
    assert {h["formatter"] for h in logging_of_ours["handlers"].values()} == {"plain"}
    assert not logging_of_ours["loggers"]["django.server"]["handlers"]

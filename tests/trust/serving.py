"""The real server in a home of its own, and a reader who opens pages and sends forms.

Nothing here is Django's test client: a process is started as a person starts it, it listens on
this machine, and what is sent to it goes over a socket.
"""

from __future__ import annotations

import atexit
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from forms_on_page import Form, forms_of

REPOSITORY = Path(__file__).parents[2]
PAGE_TAKES_AT_MOST = 30.0
UP_WITHIN = 40.0


@dataclass
class Home:
    """A data folder, a key and settings of their own."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "home"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every process of this home; nothing of this process' own settings."""
        ours = ("ONWARD_", "DJANGO_", "DATABASE_URL", "PYTEST_")
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith(ours)},
            "ONWARD_HOME": str(self.data),
            "ONWARD_KEY_FILE": str(self.folder / "configuration" / "key"),
            "ONWARD_TIME_ZONE": "Europe/Berlin",
            **self.settings,
        }

    def python(self, *arguments: str, input: str = "", timeout: float = 600) -> str:
        """Run a program of Python in this home; what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            input=input,
            timeout=timeout,
        )
        if done.returncode:
            raise AssertionError(f"{arguments[:1]} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def prepare(self) -> None:
        """Make the databases and the one person of a machine, who is an adult.

        A home without settings of its own is a copy of one that was made once in this process.
        """
        if self.settings:
            self.python("-c", _PREPARE)
            return
        for part in ("home", "configuration"):
            shutil.copytree(_prepared() / part, self.folder / part)

    def session_of_owner(self) -> dict[str, str]:
        """The cookie of a browser in which the one person of this machine is signed in."""
        name, value = self.python("-c", _SESSION).split()
        return {name: value}


@cache
def _prepared() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="onward-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Home(folder).python("-c", _PREPARE)
    return folder


_PREPARE = """
import os
os.umask(0o077)
os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
from onward_app import starting
starting.prepare()
from django.utils import timezone
from onward_app.accounts.actions import owner_alone
owner = owner_alone()
owner.adult_at = timezone.now()
owner.save()
"""
_SESSION = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "onward_app.settings"
import django
django.setup()
from django.conf import settings
from django.test import Client
from onward_app.accounts.actions import owner_alone
client = Client()
client.force_login(owner_alone())
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The server as a person or a host starts it, and every way in which it ends.

    Alone it is what ``./run`` starts; for many it is ``onward serve``.
    """

    def __init__(self, home: Home, *, port: int | None = None, workers: int = 2) -> None:
        self.home, self.port = home, port or free_port()
        self.workers_for_many = workers
        self.log = home.folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, up: bool = True) -> Server:
        """Start it, and wait until a page comes."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command(),
                env=self.home.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        if up:
            self.wait()
        return self

    def _command(self) -> list[str]:
        port = ["--port", str(self.port)]
        if self.home.settings.get("ONWARD_ACCOUNTS") == "many":
            onward = str(Path(sys.executable).with_name("onward"))
            return [onward, "serve", *port, "--workers", str(self.workers_for_many)]
        return [sys.executable, "-m", "onward_app.serve", "--no-browser", *port]

    def wait(self) -> None:
        """Until help answers, or the process has ended."""
        until = time.monotonic() + UP_WITHIN
        while time.monotonic() < until:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended:\n{self.said()[-3000:]}")
            if answers(self.port):
                return
            time.sleep(0.02)
        raise AssertionError(f"no page came:\n{self.said()[-3000:]}")

    def link(self) -> str:
        """The one-time link that it printed last; only the path of it."""
        until = time.monotonic() + UP_WITHIN
        while time.monotonic() < until:
            if found := re.findall(r"http://\S+?(/accounts/open/\S+)", self.said()):
                return str(found[-1])
            time.sleep(0.05)
        raise AssertionError(f"no link came:\n{self.said()[-3000:]}")

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def workers(self) -> list[int]:
        """The processes that answer; the first process only starts and stops them."""
        assert self.process is not None
        pid = self.process.pid
        try:
            return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except FileNotFoundError:
            return []

    def kill(self) -> None:
        """SIGKILL to all of it at once, as a power cut or the kernel does."""
        if self.process is None:
            return
        for pid in (*self.workers(), self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(20)
        self.process = None

    def stop(self) -> None:
        """Ctrl-C; killed where that does not end it."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def answers(port: int) -> bool:
    """Whether help is served."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/support/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    location: str
    text: str
    took: float
    cookies: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the server said that it did what was asked."""
        return 200 <= self.status < 400

    def form(self, with_field: str) -> Form:
        """The form of the page that has this field."""
        for form in forms_of(self.text):
            if with_field in form.fields:
                return form
        raise AssertionError(f"no form with {with_field!r}; status {self.status}")


class Reader:
    """One browser: one connection that stays open, and cookies."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port, self.cookies = port, dict(cookies or {})
        self.connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urllib.parse.urlencode(fields))

    def send(self, path: str, form: Form, **changes: str) -> Answer:
        """Send a page's form with some answers changed, its token with it."""
        return self.post(form.action or path, form.with_answers(**changes))

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _ask(
        self, method: str, path: str, body: str | None, more: dict[str, str] | None = None
    ) -> Answer:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} | (more or {})
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=PAGE_TAKES_AT_MOST
            )
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        took = time.perf_counter() - begun
        if response.will_close:
            self.close()
        set_cookies = tuple(response.headers.get_all("Set-Cookie", []))
        for line in set_cookies:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        location = response.headers.get("Location", "")
        text = content.decode("utf-8", "replace")
        return Answer(response.status, location, text, took, set_cookies)

"""The app for a WSGI server."""

import gc
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onward_app.settings")

from django.core.wsgi import get_wsgi_application
from django.db import connections
from pysqlite3 import dbapi2 as sqlite3

from onward_app.sqlite import hold_open

OF_A_REQUEST = ("HTTP_", "wsgi.", "SERVER_", "REMOTE_", "CONTENT_")
ALSO = {"REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"}
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Hand on what is of the request, and nothing of this process.

    The server adds its whole environment to each request, secrets among it. A package that keeps
    a request for later would write them into the database.
    """
    own = {k: v for k, v in environ.items() if k.startswith(OF_A_REQUEST) or k in ALSO}
    return _django(own, start_response)


def hold_databases() -> None:
    """Keep what is read readable when the disk is full; a database that is away is told later."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            with suppress(sqlite3.Error):
                hold_open(Path(connection.settings_dict["NAME"]))


hold_databases()


def warm_up() -> None:
    """Load what the path page needs, so that the first look at it does not wait."""
    from onward import charts, review, simulate

    charts.path_svg(review(simulate.example()))
    # what is loaded by now stays: no need to look through it for garbage in the middle of a page
    gc.collect()
    gc.freeze()


# after the first page has been served, not before it
_warming = threading.Timer(1.5, warm_up)
_warming.daemon = True
_warming.start()

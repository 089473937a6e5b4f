"""The app for a WSGI server."""

import gc
import os
import threading
from contextlib import suppress
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onward_app.settings")

from django.core.wsgi import get_wsgi_application
from django.db import connections
from pysqlite3 import dbapi2 as sqlite3

from onward_app.sqlite import hold_open

application = get_wsgi_application()


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

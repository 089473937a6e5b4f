"""The app for a WSGI server."""

import gc
import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onward_app.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()


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

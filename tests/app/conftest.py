"""Tests of the app that use a database use both: everything, and the keys."""

import os

import pytest

_DATABASES = ["default", "keys"]


def pytest_collection_modifyitems(config, items):
    """Give such tests the keys' database as well; on PostgreSQL run no others again."""
    again = []
    for item in items:
        marker = item.get_closest_marker("django_db")
        uses = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if (marker or uses) and "databases" not in (marker.kwargs if marker else {}):
            more = marker.kwargs if marker else {}
            item.add_marker(pytest.mark.django_db(databases=_DATABASES, **more), append=False)
        if (marker or uses) and not item.get_closest_marker("sqlite_only"):
            again.append(item)
    if os.environ.get("DATABASE_URL"):
        config.hook.pytest_deselected(items=[i for i in items if i not in again])
        items[:] = again


@pytest.fixture(scope="session", autouse=True)
def static_files_as_served():
    """The collected, hashed files, as a person gets them."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)

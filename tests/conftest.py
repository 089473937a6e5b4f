"""The cast is known to every test; settings_for_tests gives the run a home of its own."""

import pytest
from hypothesis import settings

# seeded, and never judged by how busy the machine is
settings.register_profile("onward", deadline=None, derandomize=True)
settings.load_profile("onward")

pytest_plugins = ["people", "in_a_browser"]


def pytest_addoption(parser):
    """``--all`` runs the trust tests whole; without it a slice of each."""
    parser.addoption("--all", action="store_true", help="the long tests whole, for many minutes")


def pytest_collection_modifyitems(config, items):
    """Leave the whole out where it was not asked for: a slice of each runs always."""
    if config.getoption("--all"):
        return
    skipped = pytest.mark.skip(reason="the whole takes minutes: it runs with ./test --all")
    for item in items:
        if item.get_closest_marker("whole"):
            item.add_marker(skipped)


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_made_after_a_flush():
    """The house has no permissions; making them after each emptied database took its time."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.contenttypes.management import create_contenttypes
    from django.db.models.signals import post_migrate

    name = "django.contrib.auth.management.create_permissions"
    assert post_migrate.disconnect(create_permissions, dispatch_uid=name)
    assert post_migrate.disconnect(create_contenttypes)

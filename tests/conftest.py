"""The cast is known to every test; settings_for_tests gives the run a home of its own."""

from hypothesis import settings

# seeded, and never judged by how busy the machine is
settings.register_profile("onward", deadline=None, derandomize=True)
settings.load_profile("onward")

pytest_plugins = ["people", "in_a_browser"]


def pytest_addoption(parser):
    """``--all`` runs the trust tests whole; without it a slice of each."""
    parser.addoption("--all", action="store_true", help="the trust tests whole, for many minutes")

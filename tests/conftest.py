"""The cast is known to every test; settings_for_tests gives the run a home of its own."""

pytest_plugins = ["people"]

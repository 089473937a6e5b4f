"""The checks of accounts run at every start."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """Registers the checks that refuse an unsafe start."""

    name = "onward_app.accounts"

    def ready(self) -> None:
        from onward_app.accounts import checks  # noqa: F401  (importing registers them)

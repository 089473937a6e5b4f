"""The vault's checks run at every start."""

from django.apps import AppConfig


class Vault(AppConfig):
    """Registers the checks that refuse an unsafe start."""

    name = "onward_app.vault"

    def ready(self) -> None:
        from onward_app.vault import checks  # noqa: F401  (importing registers them)

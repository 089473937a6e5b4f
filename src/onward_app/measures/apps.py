"""The texts of questionnaires are checked at every start."""

from django.apps import AppConfig


class Measures(AppConfig):
    """Registers the checks of packs and of a site's own texts."""

    name = "onward_app.measures"

    def ready(self) -> None:
        from onward_app.measures import checks  # noqa: F401  (importing registers them)

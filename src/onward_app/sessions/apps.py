"""Sessions of therapy; Django has an app of its own that is called sessions."""

from django.apps import AppConfig


class Sessions(AppConfig):
    """The room under a label that is free."""

    name = "onward_app.sessions"
    label = "therapy_sessions"

"""Where the way back is reached."""

from django.urls import path, register_converter

from onward_app.way_back import views


class ScreenConverter:
    """One of the three screens of Tonight."""

    regex = "[1-3]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class StepConverter(ScreenConverter):
    """One of the ten steps."""

    regex = "[1-9]|10"


register_converter(ScreenConverter, "screen")
register_converter(StepConverter, "step")

app_name = "way_back"
urlpatterns = [
    path("", views.start, name="start"),
    path("tonight/<screen:screen>", views.tonight, name="tonight"),
    path("tonight/rest", views.rest, name="rest"),
    path("steps/<step:step>", views.steps, name="steps"),
    path("steps/anew", views.anew, name="anew"),
    path("steps/kept", views.stopped, name="stopped"),
    path("today", views.today, name="today"),
    path("follow", views.follow, name="follow"),
    path("kept/<uuid:walk_id>/", views.kept, name="kept"),
    path("kept/<uuid:walk_id>/remove", views.remove, name="remove"),
    path("kept/<uuid:walk_id>/restore", views.restore, name="restore"),
    path("stuck", views.stuck, name="stuck"),
    path("stuck/say", views.say, name="say"),
]

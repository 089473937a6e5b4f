"""Where this room is reached."""

from django.urls import path, register_converter

from onward_app.practices import views
from onward_app.practices.queries import KINDS


class KindConverter:
    """One kind of sheet."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "sheet_kind")

app_name = "practices"
urlpatterns = [
    path("", views.start, name="start"),
    path("quiet", views.quiet, name="quiet"),
    path("walk", views.walk, name="walk"),
    path("write/<sheet_kind:kind>", views.write, name="write"),
    path("ground", views.ground, name="ground"),
    path("did/<uuid:entry_id>", views.did, name="did"),
    path("kept", views.kept, name="kept"),
    path("kept/<uuid:sheet_id>", views.sheet, name="sheet"),
    path("kept/<uuid:sheet_id>/edit", views.edit, name="edit"),
    path("kept/<uuid:sheet_id>/talked", views.talked, name="talked"),
    path("kept/<uuid:sheet_id>/remove", views.remove, name="remove"),
    path("kept/<uuid:sheet_id>/restore", views.restore, name="restore"),
    path("test", views.test, name="test"),
    path("test/<uuid:sheet_id>", views.tested, name="tested"),
    path("test/<uuid:sheet_id>/day", views.day, name="day"),
    path("test/<uuid:sheet_id>/leave", views.leave, name="leave"),
]

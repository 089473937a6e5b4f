"""Where the entries are reached."""

from django.urls import path

from onward_app.entries import views

app_name = "entries"
urlpatterns = [
    path("", views.start, name="start"),
    path("more", views.more, name="more"),
    path("entries/today", views.today, name="today"),
    path("entries/", views.written, name="list"),
    path("entries/question", views.question, name="question"),
    path("entries/<uuid:entry_id>/", views.edit, name="edit"),
    path("entries/<uuid:entry_id>/kept", views.kept, name="kept"),
    path("entries/<uuid:entry_id>/remove", views.remove, name="remove"),
    path("entries/<uuid:entry_id>/restore", views.restore, name="restore"),
]

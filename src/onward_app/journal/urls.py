"""Where this room is reached."""

from django.urls import path

from onward_app.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.listed, name="list"),
    path("write", views.write, name="write"),
    path("look", views.look, name="look"),
    path("<uuid:entry_id>/", views.note, name="note"),
    path("<uuid:entry_id>/edit", views.edit, name="edit"),
    path("<uuid:entry_id>/remove", views.remove, name="remove"),
    path("<uuid:entry_id>/restore", views.restore, name="restore"),
]

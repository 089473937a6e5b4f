"""Where help is reached; open without sign-in."""

from django.urls import path

from onward_app.support import views

app_name = "support"
urlpatterns = [
    path("", views.help_now, name="help"),
    path("safe", views.safe, name="safe"),
    path("keep", views.keep, name="keep"),
    path("mine", views.mine, name="mine"),
    path("kept.json", views.kept, name="kept"),
    path("worker.js", views.worker, name="worker"),
    path("app.webmanifest", views.app, name="app"),
]

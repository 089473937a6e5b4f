"""Where help is reached; open without sign-in."""

from django.urls import path

from onward_app.support import views

app_name = "support"
urlpatterns = [
    path("", views.help_now, name="help"),
    path("safe", views.safe, name="safe"),
]

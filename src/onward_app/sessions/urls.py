"""Where this room is reached."""

from django.urls import URLPattern

app_name = "sessions"
urlpatterns: list[URLPattern] = []

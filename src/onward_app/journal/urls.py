"""Where this room is reached."""

from django.urls import URLPattern

app_name = "journal"
urlpatterns: list[URLPattern] = []

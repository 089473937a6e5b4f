"""Where this room is reached."""

from django.urls import URLPattern

app_name = "measures"
urlpatterns: list[URLPattern] = []

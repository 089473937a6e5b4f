"""Where the choices are reached."""

from django.urls import path

from onward_app.choices import views

app_name = "choices"
urlpatterns = [
    path("", views.shown, name="shown"),
    path("rest", views.rest, name="rest"),
]

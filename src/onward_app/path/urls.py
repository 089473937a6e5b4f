"""Where the path is reached."""

from django.urls import path

from onward_app.path import views

app_name = "path"
urlpatterns = [
    path("path/", views.path, name="path"),
    path("path/example", views.example, name="example"),
    path("path/told", views.told, name="told"),
    path("path/otherwise", views.otherwise, name="otherwise"),
]

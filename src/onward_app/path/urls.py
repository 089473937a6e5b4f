"""Where the path is reached."""

from django.urls import path

from onward_app.path import views

app_name = "path"
urlpatterns = [
    path("path/", views.path, name="path"),
    path("path/example", views.example, name="example"),
    path("path/table", views.table, name="table"),
    path("path/closer", views.closer, name="closer"),
    path("path/moving", views.moving, name="moving"),
    path("path/example/table", views.example_table, name="example_table"),
    path("path/example/closer", views.example_closer, name="example_closer"),
    path("path/example/moving", views.example_moving, name="example_moving"),
    path("path/told", views.told, name="told"),
    path("path/otherwise", views.otherwise, name="otherwise"),
    path("path/otherwise/<uuid:entry_id>/back", views.take_back, name="take_back"),
]

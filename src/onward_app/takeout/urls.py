"""Where takeout is reached."""

from django.urls import path

from onward_app.takeout import views

app_name = "takeout"
urlpatterns = [
    path("takeout/", views.bring, name="bring"),
    path("takeout/record.csv", views.export, name="export"),
    path("takeout/everything", views.everything, name="everything"),
    path("takeout/erase", views.erase, name="erase"),
    path("takeout/<uuid:import_id>/", views.look, name="look"),
    path("takeout/<uuid:import_id>/drop", views.drop, name="drop"),
    path("takeout/<uuid:import_id>/undo", views.undo, name="undo"),
]

"""Where this room is reached."""

from django.urls import path

from onward_app.goals import views

app_name = "goals"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<uuid:goal_id>/", views.goal, name="goal"),
    path("<uuid:goal_id>/moved", views.moved, name="moved"),
    path("<uuid:goal_id>/state", views.state, name="state"),
    path("<uuid:goal_id>/remove", views.remove, name="remove"),
    path("<uuid:goal_id>/restore", views.restore, name="restore"),
]

"""Where the plan is reached."""

from django.urls import path

from onward_app.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("edit", views.edit, name="edit"),
]

"""Where the health of Onward is asked."""

from django.urls import path

from onward_app.keeping import views

app_name = "keeping"
urlpatterns = [path("health", views.health, name="health")]

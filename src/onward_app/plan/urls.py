"""Where the plan is reached."""

from django.urls import path

from onward_app.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("edit", views.edit, name="edit"),
    path("watch", views.watch, name="watch"),
    path("not_now", views.not_now, name="not_now"),
    path("letter", views.letter, name="letter"),
    path("letter/remove", views.letter_remove, name="letter_remove"),
    path("letter/asked", views.letter_asked, name="letter_asked"),
]

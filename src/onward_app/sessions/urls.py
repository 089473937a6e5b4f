"""Where this room is reached."""

from django.urls import path

from onward_app.sessions import views

app_name = "sessions"
urlpatterns = [
    path("", views.start, name="start"),
    path("held", views.held, name="held"),
    path("fit", views.fit, name="fit"),
    path("fit/<uuid:item_id>/", views.fit_again, name="fit_again"),
    path("fit/<uuid:item_id>/kept", views.fit_kept, name="fit_kept"),
    path("fit/<uuid:item_id>/bring", views.bring_words, name="bring_words"),
    path("<uuid:item_id>/", views.edit, name="edit"),
    path("<uuid:item_id>/brought", views.brought, name="brought"),
    path("<uuid:item_id>/move", views.move, name="move"),
    path("<uuid:item_id>/remove", views.remove, name="remove"),
    path("<uuid:item_id>/restore", views.restore, name="restore"),
]

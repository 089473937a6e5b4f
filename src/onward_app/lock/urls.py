"""Where the pages of the lock are reached."""

from django.urls import path

from onward_app.lock import views

app_name = "lock"
urlpatterns = [
    path("", views.passphrase, name="passphrase"),
    path("now", views.now, name="now"),
    path("unlock", views.unlock, name="unlock"),
    path("sheet", views.sheet, name="sheet"),
]

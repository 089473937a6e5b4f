"""Where the pages of the passphrase are reached."""

from django.urls import path

from onward_app.vault import views

app_name = "vault"
urlpatterns = [
    path("lock", views.lock, name="lock"),
    path("lock_now", views.lock_now, name="lock_now"),
    path("unlock", views.unlock, name="unlock"),
    path("sheet", views.sheet, name="sheet"),
]

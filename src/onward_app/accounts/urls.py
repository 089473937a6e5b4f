"""Where coming and going is reached."""

from django.urls import path

from onward_app.accounts import views

app_name = "accounts"
urlpatterns = [
    path("open/<str:token>", views.open_link, name="open"),
    path("invited/<str:token>", views.invited, name="invited"),
    path("closed", views.closed, name="closed"),
    path("adult", views.adult, name="adult"),
    path("account", views.account, name="account"),
    path("out", views.out, name="out"),
    path("looks", views.looks, name="looks"),
]

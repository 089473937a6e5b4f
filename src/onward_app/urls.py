"""The rooms and where their doors are."""

from django.urls import include, path

handler500 = "onward_app.storage.broke"

urlpatterns = [
    path("", include("onward_app.entries.urls")),
    path("", include("onward_app.path.urls")),
    path("way_back/", include("onward_app.way_back.urls")),
    path("plan/", include("onward_app.plan.urls")),
    path("support/", include("onward_app.support.urls")),
    path("practices/", include("onward_app.practices.urls")),
    path("measures/", include("onward_app.measures.urls")),
    path("goals/", include("onward_app.goals.urls")),
    path("journal/", include("onward_app.journal.urls")),
    path("sessions/", include("onward_app.sessions.urls")),
    path("choices/", include("onward_app.choices.urls")),
    path("drafts/", include("onward_app.drafts.urls")),
    path("", include("onward_app.takeout.urls")),
    path("", include("onward_app.keeping.urls")),
    path("accounts/", include("onward_app.accounts.urls")),
    path("lock/", include("onward_app.lock.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/mfa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
]

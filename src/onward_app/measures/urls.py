"""Where the questionnaires are reached. Which one it is stands in no address."""

from django.urls import path

from onward_app.measures import views

app_name = "measures"
urlpatterns = [
    path("", views.start, name="start"),
    path("begin", views.begin, name="begin"),
    path("total", views.total, name="total"),
    path("<uuid:sitting_id>/", views.about, name="about"),
    path("<uuid:sitting_id>/<int:number>", views.question, name="question"),
    path("<uuid:sitting_id>/answers", views.answers, name="answers"),
    path("<uuid:sitting_id>/result", views.result, name="result"),
    path("<uuid:sitting_id>/drop", views.drop, name="drop"),
]

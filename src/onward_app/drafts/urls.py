"""Where what is typed is kept; the forms are named, and nothing else is taken."""

from django.urls import path, register_converter

from onward_app.drafts import views


class FormConverter:
    """One of the forms that keep what is typed; an entry's own carries its id."""

    regex = (
        "today|plan|letter|stuck|tonight|say|one_thing|how_is_it|bring|fit|journal|goal"
        "|thought|kind_letter|talk|writing|walk|total|fair_test"
        "|(?:edit|sheet|bring|fit|journal|goal)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    )

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormConverter, "draft")

app_name = "drafts"
urlpatterns = [
    path("<draft:form>", views.draft, name="draft"),
    path("<draft:form>/clear", views.clear, name="clear"),
]

"""What to bring, a session that was held, and whether it fitted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onward_app.entries.forms import Scale
from onward_app.entries.vocabulary import SESSION_LABELS
from onward_app.once import Once
from onward_app.sessions.queries import TEXT_LENGTH, WORDS_LENGTH, content, questions


class Line(forms.Form):
    """One thing to bring."""

    once = Once()
    text = forms.CharField(
        label=gettext_lazy("One thing to bring"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(
            attrs={"rows": 2, "class": "area", "autocomplete": "off", "dir": "auto"}
        ),
        error_messages={
            "required": gettext_lazy("Write a word or two first."),
            "max_length": gettext_lazy("Up to 500 letters fit here."),
        },
    )

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()


class Day(forms.DateField):
    """Today or a day before it; empty is today."""

    def __init__(self, today: date) -> None:
        super().__init__(
            label=gettext_lazy("Which day?"),
            required=False,
            widget=forms.DateInput(
                attrs={"type": "date", "max": today.isoformat()}, format="%Y-%m-%d"
            ),
            error_messages={"invalid": gettext_lazy("Write a day such as 2026-05-19.")},
        )
        self.today = today

    def clean(self, value: Any) -> date:
        day: date = super().clean(value) or self.today
        if day > self.today:
            raise forms.ValidationError(_("Choose today or a day before it."))
        return day


class Session(forms.Form):
    """A session that was held.

    Parameters
    ----------
    today : date
        The last day that may be chosen.
    numbers : bool
        Whether the steps of the scale are named by number.
    """

    once = Once()
    how = forms.ChoiceField(
        label=gettext_lazy("How was it held?"),
        choices=[*SESSION_LABELS.items(), ("", gettext_lazy("I leave it open"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, today: date, numbers: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["day"] = Day(today)
        self.fields["work"] = Scale(
            gettext_lazy("How much emotional work was in it?"),
            gettext_lazy("little"),
            gettext_lazy("plenty"),
            numbers=numbers,
        )


class Fit(forms.Form):
    """Did the session fit what the person needs? Nothing of it is required.

    Parameters
    ----------
    today : date
        The last day that may be chosen.
    """

    once = Once()

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["day"] = Day(today)
        answers = [(key, _(text)) for key, text in content()["fit"]["answers"].items()]
        for question in questions():
            self.fields[question["id"]] = forms.ChoiceField(
                label=_(question["text"]),
                choices=answers,
                widget=forms.RadioSelect,
                required=False,
            )
        self.fields["words"] = forms.CharField(
            label=_("In your own words"),
            required=False,
            max_length=WORDS_LENGTH,
            widget=forms.Textarea(attrs={"rows": 3, "class": "area", "dir": "auto"}),
            error_messages={"max_length": _("Up to 2,000 letters fit here.")},
        )

    def questions(self) -> list[forms.BoundField]:
        """The four questions."""
        return [self[q["id"]] for q in questions()]

    def answers(self) -> dict[str, str]:
        """What was answered."""
        given = self.cleaned_data
        return {q["id"]: given[q["id"]] for q in questions() if given[q["id"]]}

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"]).replace("\r\n", "\n").strip()

"""A goal, where it moved, and how near it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onward_app.entries.forms import NUMBERS
from onward_app.goals.queries import (
    NEARNESS,
    OPEN,
    RESTING,
    THERE,
    WHY_LENGTH,
    WORDS_LENGTH,
    Kept,
    is_taken,
)
from onward_app.once import Once


class Words(forms.Form):
    """The words of a goal.

    Parameters
    ----------
    known : list of Kept
        The goals that are there.
    but : UUID, optional
        The goal that is changed, which may have its own words.
    """

    once = Once()
    words = forms.CharField(
        label=gettext_lazy("Where I want to be"),
        max_length=WORDS_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={
            "required": gettext_lazy("Write a word or two first."),
            "max_length": gettext_lazy("Up to 200 letters fit here."),
        },
    )
    why = forms.CharField(
        label=gettext_lazy("Why it matters to me, if I like"),
        required=False,
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "class": "area", "dir": "auto"}),
        error_messages={"max_length": gettext_lazy("Up to 1,000 letters fit here.")},
    )

    def __init__(self, *args: Any, known: list[Kept], but: UUID | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.known, self.but = known, but

    def clean_words(self) -> str:
        words = " ".join(str(self.cleaned_data["words"]).split())
        if is_taken(self.known, words, self.but):
            raise forms.ValidationError(_("A goal with these words is here already."))
        return words

    def clean_why(self) -> str:
        return str(self.cleaned_data["why"]).replace("\r\n", "\n").strip()


class Moved(Words):
    """Where it moved to."""

    what = forms.ChoiceField(
        label=gettext_lazy("What became of it?"),
        choices=[
            ("moved", gettext_lazy("It has moved: I want to be somewhere else")),
            ("smaller", gettext_lazy("Smaller for now: a part of it")),
            ("words", gettext_lazy("The same, in other words")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("once", "what", "words", "why")


class Near(forms.Form):
    """How near it is today: by number, or by words where numbers are hidden."""

    def __init__(self, *args: Any, numbers: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        words = [(str(most), text) for most, text in NEARNESS]
        self.fields["near"] = forms.TypedChoiceField(
            label=_("How near is it today?"),
            choices=NUMBERS if numbers else words,
            coerce=int,
            empty_value=None,
            required=False,
            initial="",
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Choose one of these, or leave it.")},
        )
        field: Any = self.fields["near"]
        field.low, field.high, field.numbers = _("far away"), _("there"), numbers


class State(forms.Form):
    """What becomes of it."""

    do = forms.ChoiceField(choices=[(s, s) for s in (OPEN, RESTING, THERE)])

"""Own words, and words to look for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onward.record import NOTE_LENGTH
from onward_app.once import Once

LONGEST_SEARCH = 100


class Note(forms.Form):
    """Own words.

    Parameters
    ----------
    today : date
        The last day that they may be about.
    """

    once = Once()
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10, "class": "area", "dir": "auto"}),
        error_messages={"max_length": _("Up to 20,000 letters fit here.")},
    )
    for_a_harder_day = forms.BooleanField(
        label=_("Show me these words on a harder day"), required=False
    )
    day = forms.DateField(
        label=_("Which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a day such as 2026-05-19.")},
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"]).replace("\r\n", "\n").strip()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.today
        if day > self.today:
            raise forms.ValidationError(_("Choose today or a day before it."))
        return day


class Look(forms.Form):
    """Words to look for."""

    words = forms.CharField(
        label=_("Words to look for"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "auto"}),
        error_messages={"max_length": _("Up to 100 letters fit here.")},
    )

"""The person's own word for where they stand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from onward_app.once import Once

OWN_WORDS = [
    ("steady", _("Steady")),
    ("deeper", _("A deeper step")),
    ("pause", _("A pause")),
    ("backstep", _("A backstep")),
    ("relapse", _("A bigger setback; some call it a relapse")),
]
CONDITIONS = [
    ("bipolar", _("I live with bipolar disorder")),
    ("psychosis", _("I live with psychosis")),
]


class OwnWord(forms.Form):
    """One word, chosen by the person; it is shown first and changes no watched sign."""

    once = Once()
    word = forms.ChoiceField(
        label=_("What do you call it?"),
        choices=[*OWN_WORDS, *CONDITIONS],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of these, or leave it."),
            "invalid_choice": _("Choose one of these, or leave it."),
        },
    )

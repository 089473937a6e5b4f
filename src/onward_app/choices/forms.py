"""How Onward shows itself, to choose."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from onward_app.choices.queries import Choices


class Shown(forms.Form):
    """What is shown; nothing of it changes what is kept."""

    resting = forms.BooleanField(
        label=_("Rest from noting"),
        help_text=_("Nothing asks you to write until you begin again."),
        required=False,
    )
    numbers = forms.BooleanField(
        label=_("Show numbers"),
        help_text=_("Without this, words stand where numbers would."),
        required=False,
    )
    pictures = forms.BooleanField(
        label=_("Show pictures"),
        help_text=_("Without this, your path is told in words."),
        required=False,
    )
    old_ways = forms.BooleanField(
        label=_("Count and draw self-harm, food and weight"),
        help_text=_("What you write of them is kept either way. Unless asked, it stays out."),
        required=False,
    )

    def choices(self) -> Choices:
        """What was chosen."""
        return Choices(**self.cleaned_data)

"""The forms of bringing a file."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NUMBERS = [("", _("choose"))] + [(str(n), str(n)) for n in range(11)]
COUNTS_AS = [
    ("practice", _("something I practise")),
    ("event", _("something that happened")),
    ("behaviour", _("an old behaviour")),
    ("nothing", _("leave it out")),
]


class Bring(forms.Form):
    """A file, and a map where it is a table of one's own."""

    file = forms.FileField(
        label=_("Your file"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.takeout,text/csv"}),
    )
    map_file = forms.FileField(
        label=_("A map as a file"), required=False, allow_empty_file=True, max_length=255
    )
    map_text = forms.CharField(
        label=_("Or the map, written here"),
        required=False,
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "area", "spellcheck": "false"}),
    )


class Code(forms.Form):
    """The code of a sealed takeout."""

    code = forms.CharField(
        label=_("The code, four lines"),
        max_length=400,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 4, "class": "area", "spellcheck": "false", "autocomplete": "off"}
        ),
        error_messages={"required": _("Type the four lines of the code.")},
    )


class Moods(forms.Form):
    """What each of a person's own mood names means, 0 to 10.

    Parameters
    ----------
    names : list of str
        The names, as the file has them.
    """

    def __init__(self, *args: Any, names: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.names = names
        for at, name in enumerate(names):
            self.fields[f"mood_{at}"] = forms.TypedChoiceField(
                label=name,
                choices=NUMBERS,
                coerce=int,
                error_messages={
                    "required": _("Choose a number from 0 to 10."),
                    "invalid_choice": _("Choose a number from 0 to 10."),
                },
            )

    def levels(self) -> dict[str, int]:
        """The number of each name."""
        return {name: self.cleaned_data[f"mood_{at}"] for at, name in enumerate(self.names)}


def _naturally(text: str) -> list[tuple[bool, int, str]]:
    """To sort by: "p2" before "p10"."""
    return [
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part.casefold())
        for part in re.split(r"(\d{1,300})", text)
        if part
    ]


class Choices(forms.Form):
    """Whose rows, and what each activity counts as.

    Parameters
    ----------
    people : list of str
        The people in the file.
    activities : dict
        What each activity counts as now.
    """

    def __init__(
        self, *args: Any, people: list[str], activities: dict[str, str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.activities = list(activities)
        if len(people) > 1:
            self.fields["person"] = forms.ChoiceField(
                label=_("Which of them are you?"),
                choices=[("", _("choose")), *((p, p) for p in sorted(people, key=_naturally))],
                error_messages={"required": _("Choose which of them you are.")},
            )
        for at, (name, now) in enumerate(activities.items()):
            self.fields[f"activity_{at}"] = forms.ChoiceField(
                label=name, choices=COUNTS_AS, initial=now
            )

    def given(self) -> dict[str, Any]:
        """The answers, as they are kept with the file."""
        out: dict[str, Any] = {
            "activities": {
                name: self.cleaned_data[f"activity_{at}"] for at, name in enumerate(self.activities)
            }
        }
        if "person" in self.cleaned_data:
            out["person"] = self.cleaned_data["person"]
        return out

    def kinds(self) -> list[forms.BoundField]:
        """One question an activity."""
        return [self[f"activity_{at}"] for at in range(len(self.activities))]


class Sure(forms.Form):
    """Asked before everything is erased."""

    sure = forms.BooleanField(
        label=_("Yes, erase all that I wrote."),
        error_messages={"required": _("Mark this first. Nothing was erased.")},
    )

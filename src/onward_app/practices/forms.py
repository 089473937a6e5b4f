"""Forms of the practices; what a sheet asks is in content/practices.toml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onward.record import NOTE_LENGTH
from onward_app.entries.forms import Number, Scale, Word
from onward_app.once import Once
from onward_app.practices.queries import asks, content, kind

LETTERS = 5_000
TALL_LETTERS = 20_000
DAYS = (60, 90, 120)


def _area(label: str, rows: int, most: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows, "class": "area", "dir": "auto"}),
        error_messages={"max_length": _("This is longer than what fits here.")},
    )


class Sheet(forms.Form):
    """One kind of sheet. All of it may be left out; a strength that is not touched is absent."""

    once = Once()

    def __init__(self, *args: Any, kind_of: str, numbers: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind_of = kind_of
        for ask in asks(kind_of):
            self.fields[ask["id"]] = self._field(ask, numbers)
        if kind_of == "letter":
            self.fields["harder_day"] = forms.BooleanField(
                label=_("Show me these words on a harder day"), required=False
            )

    @staticmethod
    def _field(ask: dict[str, Any], numbers: bool) -> forms.Field:
        text = gettext(ask["text"])
        if "scale" in ask:
            low, high = (gettext(end) for end in ask["scale"])
            return Scale(text, low, high, numbers=numbers)
        if ask.get("short"):
            return Word(text)
        if ask.get("tall"):
            return _area(text, 12, TALL_LETTERS)
        return _area(text, 3, LETTERS)

    def parts(self) -> Iterator[tuple[dict[str, Any], list[forms.BoundField], bool]]:
        """Each part with its fields, and whether something in it is answered or wrong."""
        for part in kind(self.kind_of)["part"]:
            fields = [self[ask["id"]] for ask in part["ask"]]
            yield part, fields, any(f.errors or f.value() not in (None, "") for f in fields)

    def answers(self) -> dict[str, Any]:
        """What was answered; what was not is absent."""
        given = {ask["id"]: self.cleaned_data[ask["id"]] for ask in asks(self.kind_of)}
        clean = {k: _clean(v) for k, v in given.items()}
        return {k: v for k, v in clean.items() if v not in (None, "")}


def _clean(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


class Quiet(forms.Form):
    """That the quiet minutes were had."""

    once = Once()
    minutes = Number(_("Minutes, or nothing"))


class Walk(Quiet):
    """A walk: what it was for, and what was noticed."""

    intention = Word(_("My intention, in a few words"))
    intention.widget.attrs["aria-describedby"] = "like"
    noticed = forms.CharField(
        label=_("One thing I noticed"),
        required=False,
        max_length=NOTE_LENGTH - 200,
        widget=forms.Textarea(attrs={"rows": 3, "class": "area", "dir": "auto"}),
    )


class Begin(forms.Form):
    """A fair test to begin."""

    once = Once()
    practice = Word(_("What do you want to try?"))
    practice.widget.attrs["aria-describedby"] = "new"
    nature = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, so that nothing of care is left to a coin.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long?"),
        coerce=int,
        choices=[(60, _("60 days")), (90, _("90 days")), (120, _("120 days"))],
        initial=DAYS[0],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        natures = [(n["id"], gettext(n["text"])) for n in content()["test"]["nature"]]
        self.fields["nature"].choices = natures  # type: ignore[attr-defined]

    def clean_practice(self) -> str:
        name = " ".join(self.cleaned_data["practice"].split())
        if not name:
            raise forms.ValidationError(_("Give it a name of a few words."))
        return name

"""The check-in: three answers, and behind one tap whatever else there is to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from onward.record import EVENTS, MINUTES_A_DAY, NAME_LENGTH, NOTE_LENGTH, PRACTICES
from onward_app.entries.queries import RUNNING_ISSUES, Names
from onward_app.entries.vocabulary import SESSION_LABELS, behaviour, label, name_of, sign_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Thing = tuple[str, str, float | None, str]
Text: TypeAlias = "str | _StrPromise"
SHOWN_OWN_WORDS = 8
NOT_SET = _("not set")
NUMBERS = [*((str(n), str(n)) for n in range(11)), ("", NOT_SET)]
WEIGHTS = [
    ("", NOT_SET),
    ("1", _("1: a little")),
    ("2", "2"),
    ("3", _("3: some")),
    ("4", "4"),
    ("5", _("5: a lot")),
]
# Where numbers are hidden, words stand in their place.
WEIGHTS_IN_WORDS = [
    ("", NOT_SET),
    ("1", _("a little")),
    ("2", _("more than a little")),
    ("3", _("some")),
    ("4", _("more than some")),
    ("5", _("a lot")),
]
FROM_THE_END = (
    _("one step from {end}"),
    _("two steps from {end}"),
    _("three steps from {end}"),
    _("four steps from {end}"),
)
FIRST_SCALES: dict[str, tuple[Text, Text, Text]] = {
    "distress": (_("How heavy is it?"), _("light"), _("very heavy")),
    "feelings": (_("How strong are your feelings?"), _("hardly there"), _("very strong")),
    "functioning": (_("How much could you do today?"), _("little"), _("plenty")),
}
MORE_SCALES: dict[str, tuple[Text, Text, Text]] = {
    "hope": (_("How much hope is there?"), _("little"), _("plenty")),
    "sleep": (_("How did you sleep?"), _("hardly"), _("well")),
    "connection": (_("How close to others were you?"), _("far away"), _("close")),
}
SCALES = FIRST_SCALES | MORE_SCALES
ALL_SCALES = SCALES | {
    "session_work": (_("How much emotional work was in it?"), _("little"), _("plenty"))
}
# What opens by itself behind the one tap, each with the beginnings of its fields' names.
PARTS = {
    "words": ("note", "for_a_harder_day"),
    "issues": ("issue_",),
    "signs": ("sign_",),
    "practices": ("practice_",),
    "events": ("event_",),
    "scales": tuple(MORE_SCALES),
    "session": ("session",),
    "behaviour": ("behaviour",),
    "day": ("day",),
}


class Scale(forms.TypedChoiceField):
    """A number from 0 to 10; untouched is no answer."""

    widget = forms.RadioSelect

    def __init__(self, label: Text, low: Text, high: Text, *, numbers: bool = True) -> None:
        super().__init__(
            label=label,
            choices=NUMBERS if numbers else steps(low, high),
            coerce=int,
            empty_value=None,
            required=False,
            initial="",
        )
        self.low, self.high, self.numbers = low, high, numbers
        self.error_messages["invalid_choice"] = (
            _("Choose a number from 0 to 10, or leave it.")
            if numbers
            else _("Choose one of the steps, or leave it.")
        )


def steps(low: Text, high: Text) -> list[tuple[str, Text]]:
    """The eleven steps without a digit, each with its name in words."""
    names: list[Text] = [low]
    names += [format_lazy(text, end=low) for text in FROM_THE_END]
    names += [_("in the middle")]
    names += [format_lazy(text, end=high) for text in reversed(FROM_THE_END)]
    names += [high]
    return [*((str(at), name) for at, name in enumerate(names)), ("", NOT_SET)]


class Word(forms.CharField):
    """A few own words."""

    def __init__(self, label: Text, **more: Any) -> None:
        super().__init__(label=label, max_length=NAME_LENGTH, required=False, **more)
        self.widget.attrs["autocomplete"] = "off"
        self.error_messages["max_length"] = _("Up to 120 letters fit here.")


class Number(forms.FloatField):
    """Minutes, whole or not."""

    def __init__(self, label: Text) -> None:
        super().__init__(label=label, min_value=0, max_value=MINUTES_A_DAY, required=False)
        self.widget.attrs |= {"inputmode": "decimal", "step": "any"}
        allowed = _("Write minutes from 0 to 1440, or leave it empty.")
        for wrong in ("invalid", "min_value", "max_value"):
            self.error_messages[wrong] = allowed
        self.validators = []

    def clean(self, value: Any) -> float | None:
        number: float | None = super().clean(value)
        if number is not None and not 0 <= number <= MINUTES_A_DAY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


@dataclass(frozen=True)
class Tick:
    """One practice or event to tick, with its number beside it."""

    name: str
    tick: forms.BoundField
    number: forms.BoundField
    shown: bool


class CheckIn(forms.Form):
    """How a day was.

    Parameters
    ----------
    names : Names
        Own words used before; they are offered again.
    today : date
        The last day that may be written about.
    numbers : bool
        Whether numbers are shown; else words stand in their place.
    """

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Which day?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a day such as 2026-05-19.")},
    )
    numb = forms.BooleanField(label=_("I feel numb or cut off"), required=False)
    session = forms.ChoiceField(
        label=_("Was there a session?"),
        choices=[("", _("no session")), *SESSION_LABELS.items()],
        required=False,
    )
    behaviour = Word(_("An old behaviour that came back"))
    note = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "class": "area"}),
        error_messages={"max_length": _("Up to 20,000 letters fit here.")},
    )
    for_a_harder_day = forms.BooleanField(
        label=_("Show me these words on a harder day"), required=False
    )

    def __init__(
        self, *args: Any, names: Names, today: date, numbers: bool = True, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.names, self.today, self.numbers = names, today, numbers
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        for name, (text, low, high) in ALL_SCALES.items():
            self.fields[name] = Scale(text, low, high, numbers=numbers)
        for at in range(1, RUNNING_ISSUES + 1):
            self.fields[f"issue_{at}"] = Word(_("What I work on"))
            self.fields[f"issue_{at}_level"] = Scale(
                _("How much trouble is it?"), _("none"), _("the most"), numbers=numbers
            )
        for sign in names.signs:
            self.fields[f"sign_{digest(sign)}"] = forms.BooleanField(label=sign, required=False)
        self._ticks("practice", _in_turn(names.practices, PRACTICES), _("Minutes"))
        self._ticks("event", _in_turn(names.events, EVENTS), _("How much it weighs"))

    def _ticks(self, kind: str, offered: list[str], text: Text) -> None:
        for name in offered:
            key = f"{kind}_{digest(name)}"
            self.fields[key] = forms.BooleanField(label=label(kind, name), required=False)
            self.fields[f"{key}_number"] = self._number(kind, text)
        self.fields[f"{kind}_own"] = Word(_("Another, in your own words"))
        self.fields[f"{kind}_own_number"] = self._number(kind, text)

    def _number(self, kind: str, text: Text) -> forms.Field:
        if kind == "practice":
            return Number(text)
        return forms.TypedChoiceField(
            label=text,
            choices=WEIGHTS if self.numbers else WEIGHTS_IN_WORDS,
            coerce=int,
            empty_value=None,
            required=False,
        )

    def first_scales(self) -> list[forms.BoundField]:
        """The three answers that are enough."""
        return [self[name] for name in FIRST_SCALES]

    def more_scales(self) -> list[forms.BoundField]:
        """Further answers, behind one tap."""
        return [self[name] for name in MORE_SCALES]

    def issues(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and number of each running issue."""
        return [
            (self[f"issue_{at}"], self[f"issue_{at}_level"]) for at in range(1, RUNNING_ISSUES + 1)
        ]

    def practices(self) -> list[Tick]:
        """Practices to tick."""
        return list(self._offered("practice", _in_turn(self.names.practices, PRACTICES)))

    def events(self) -> list[Tick]:
        """Events to tick."""
        return list(self._offered("event", _in_turn(self.names.events, EVENTS)))

    def signs(self) -> list[forms.BoundField]:
        """The early signs that the person named in the plan, to tick."""
        return [self[f"sign_{digest(sign)}"] for sign in self.names.signs]

    def _offered(self, kind: str, offered: list[str]) -> Iterator[Tick]:
        known = len(PRACTICES if kind == "practice" else EVENTS)
        for at, name in enumerate(offered):
            key = f"{kind}_{digest(name)}"
            tick = self[key]
            shown = at < known + SHOWN_OWN_WORDS or bool(tick.value())
            yield Tick(name, tick, self[f"{key}_number"], shown)

    def more_is_used(self) -> bool:
        """Whether something behind the tap is answered or wrong, so that it opens."""
        return bool(self.used())

    def used(self) -> set[str]:
        """The parts behind the tap in which something is answered or wrong; these are open."""
        return {part for part, begin in PARTS.items() if any(map(self._is_used, self._of(begin)))}

    def _of(self, begin: tuple[str, ...]) -> list[str]:
        return [name for name in self.fields if name.startswith(begin)]

    def _is_used(self, name: str) -> bool:
        if name in self.errors:
            return True
        if name == "day":
            given = str(self["day"].value() or "")
            return given not in ("", str(self.initial.get("day") or self.today))
        offered = name.startswith("issue_") and not name.endswith("_level")
        return not offered and self[name].value() not in (None, "", False)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.today
        if day > self.today:
            raise forms.ValidationError(_("Choose today or a day before it."))
        return day

    def clean(self) -> None:
        for at in range(1, RUNNING_ISSUES + 1):
            name = self.cleaned_data.get(f"issue_{at}", "")
            level = self.cleaned_data.get(f"issue_{at}_level")
            if level is not None and not name:
                self.add_error(f"issue_{at}", _("Give it a name of a few words."))
            if name and level is None and name not in self.names.issues:
                self.add_error(f"issue_{at}", _("Choose a number too, or empty the name."))

    def things(self) -> list[Thing]:
        """What was answered, as kind, name, value and note; what was not touched is absent."""
        given = self.cleaned_data
        out: list[Thing] = [
            ("checkin", name, given[name], "") for name in SCALES if given[name] is not None
        ]
        if given["numb"]:
            out.append(("checkin", "numb", 1, ""))
        for at in range(1, RUNNING_ISSUES + 1):
            if given[f"issue_{at}_level"] is not None:
                out.append(("issue", given[f"issue_{at}"], given[f"issue_{at}_level"], ""))
        for kind in ("practice", "event"):
            out += self._ticked(kind)
        if given["session"] or given["session_work"] is not None:
            out.append(("session", given["session"], given["session_work"], ""))
        out += self._came_back()
        note = given["note"].replace("\r\n", "\n").strip()
        if note:
            out.append(("note", "", None, note))
        return out

    def _came_back(self) -> list[Thing]:
        """Signs that were ticked, and an old behaviour that was typed; the same one once."""
        given = self.cleaned_data
        said = [sign_of(s) for s in self.names.signs if given[f"sign_{digest(s)}"]]
        if given["behaviour"]:
            said.append(behaviour(given["behaviour"]))
        return [("behaviour", name, None, note) for name, note in dict.fromkeys(said)]

    def _ticked(self, kind: str) -> list[Thing]:
        given = self.cleaned_data
        ticks = self.practices() if kind == "practice" else self.events()
        out: list[Thing] = [
            (kind, t.name, given[t.number.name], "") for t in ticks if given[t.tick.name]
        ]
        if given[f"{kind}_own"]:
            name = name_of(kind, given[f"{kind}_own"])
            out.append((kind, name, given[f"{kind}_own_number"], ""))
        return out


def _in_turn(used: Iterable[str], known: Iterable[str]) -> list[str]:
    """What was used lately first, then what everybody is offered, then the rest."""
    used = list(used)
    return list(dict.fromkeys([*used[:SHOWN_OWN_WORDS], *known, *used]))


def digest(name: str) -> str:
    """A field name for an own word: letters and digits only, the same each time."""
    return sha256(name.encode()).hexdigest()[:12]


def offered_issues(names: Names) -> dict[str, Any]:
    """The issues that run, to begin a new check-in with."""
    return {f"issue_{at}": n for at, n in enumerate(names.issues[:RUNNING_ISSUES], 1)}

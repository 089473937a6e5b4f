"""The plan as a form, and the fields that the last step of the way back shares with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from onward_app.entries.vocabulary import CHECKINS
from onward_app.plan.queries import Contact, OwnLine, Plan, Watched
from onward_app.plan.signs import ANSWERS, LOW
from onward_app.support.queries import ELSEWHERE, countries

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PEOPLE, PEOPLE_AT_FIRST = 6, 3
OWN_LINES = 5
STEPS = 3
LINES = 12
LETTER = 20_000
_PHONE = re.compile(r"\+?[\d\s()./*#-]{2,30}")
Text: TypeAlias = "str | _StrPromise"


class Words(forms.CharField):
    """A few own words."""

    def __init__(self, label: Text, *, longest: int = 200, **more: Any) -> None:
        super().__init__(label=label, max_length=longest, required=False, **more)
        self.error_messages["max_length"] = _("Up to %(limit)s letters fit here.") % {
            "limit": longest
        }
        self.widget.attrs["autocomplete"] = "off"


class Area(Words):
    """More own words."""

    def __init__(self, label: Text, *, rows: int = 3, longest: int = 2000, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "class": "area"})
        super().__init__(label, longest=longest, widget=widget, **more)


class Lines(Area):
    """Several things, one a line."""

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value)
        lines = [line.strip(" \t-•") for line in text.splitlines()]
        found = tuple(line for line in lines if line)
        if len(found) > LINES:
            raise ValidationError(_("Up to %(limit)s lines fit here.") % {"limit": LINES})
        return found

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value


class Reach(Words):
    """A phone number or an e-mail address."""

    wrong = _("Write a phone number such as +44 20 7946 0000, or an e-mail address.")

    def __init__(self, label: Text, *, longest: int = 120) -> None:
        super().__init__(label, longest=longest)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value).strip()
        if not text or (_PHONE.fullmatch(text) and any(c.isdigit() for c in text)):
            return text
        try:
            self.check(text)
        except ValidationError:
            raise ValidationError(self.wrong) from None
        return text

    def check(self, text: str) -> None:
        """Refuse what is neither a number nor what else fits here."""
        validate_email(text)


class ReachOrPage(Reach):
    """A phone number, an e-mail address or a page; pages are https alone, so no link runs code."""

    wrong = _("Write a phone number, an e-mail address, or a page that begins with https:// here.")

    def __init__(self, label: Text) -> None:
        super().__init__(label, longest=300)

    def check(self, text: str) -> None:
        if text.lower().startswith("https://"):
            URLValidator(schemes=["https"])(text)
        else:
            super().check(text)


class SafetyNet(forms.Form):
    """Early signs, what helps, who to reach, what I do first, words to myself."""

    signs = Lines(_("Early signs that I know"), help_text=_("One a line. Such as: I sleep late."))
    helps = Lines(_("What helps me"), help_text=_("One a line. Such as: a walk by the river."))
    first = Area(_("What I do first"), rows=2, help_text=_("One thing is enough."))
    therapist_name = Words(_("My therapist"))
    therapist_reach = Reach(_("My therapist: phone or e-mail"))
    words = Area(
        _("Words to myself"),
        help_text=_("What you would like to read on a harder day."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for at in range(1, PEOPLE + 1):
            label = _("Person %(number)s") % {"number": at}
            self.fields[f"person_{at}_name"] = Words(label)
            self.fields[f"person_{at}_reach"] = Reach(
                _("Person %(number)s: phone or e-mail") % {"number": at}
            )

    def people(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and number of each person of the first few."""
        return self._people(1, PEOPLE_AT_FIRST)

    def more_people(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and number of those who fold away while nobody stands there."""
        return self._people(PEOPLE_AT_FIRST + 1, PEOPLE)

    def more_people_open(self) -> bool:
        """Whether one of those is written down, or needs another look."""
        return _any_typed(self.more_people())

    def _people(self, first: int, last: int) -> list[tuple[forms.BoundField, forms.BoundField]]:
        rows = range(first, last + 1)
        return [(self[f"person_{at}_name"], self[f"person_{at}_reach"]) for at in rows]

    def into(self, plan: Plan) -> dict[str, Any]:
        """The fields of a plan that this form holds."""
        data = self.cleaned_data
        rows = [
            (data[f"person_{at}_name"], data[f"person_{at}_reach"]) for at in range(1, PEOPLE + 1)
        ]
        return {
            "signs": data["signs"],
            "helps": data["helps"],
            "first": data["first"],
            "words": data["words"],
            "people": tuple(contacts(rows)) + plan.people[PEOPLE:],
            "therapist": next(
                contacts(
                    [(data["therapist_name"], data["therapist_reach"])],
                    _("My therapist"),
                ),
                None,
            ),
        }


class PlanForm(SafetyNet):
    """The whole plan."""

    goal = Area(_("Where I want to be"), rows=2)
    country = forms.ChoiceField(
        label=_("Where I live"),
        required=False,
        help_text=_("So that Help shows the right numbers."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for at in range(1, STEPS + 1):
            self.fields[f"when_{at}"] = Words(_("When"))
            self.fields[f"will_{at}"] = Words(_("I will"))
        for at in range(1, OWN_LINES + 1):
            number = {"number": at}
            self.fields[f"line_{at}_name"] = Words(_("Place %(number)s: name") % number)
            reach = _("Place %(number)s: phone, e-mail or page") % number
            self.fields[f"line_{at}_reach"] = ReachOrPage(reach)
            self.fields[f"line_{at}_note"] = Words(_("Place %(number)s: a short note") % number)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [
            ("", _("not set")),
            *((c.code, translated(c.name)) for c in countries().values()),
            (ELSEWHERE, _("Another country")),
        ]

    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two halves of each small step."""
        return [(self[f"when_{at}"], self[f"will_{at}"]) for at in range(1, STEPS + 1)]

    def own_lines(self) -> list[tuple[forms.BoundField, ...]]:
        """Name, reach and note of the first own line."""
        return self._lines(1, 1)

    def more_own_lines(self) -> list[tuple[forms.BoundField, ...]]:
        """The further own lines, which fold away while nothing stands there."""
        return self._lines(2, OWN_LINES)

    def more_own_lines_open(self) -> bool:
        """Whether one of those is written down, or needs another look."""
        return _any_typed(self.more_own_lines())

    def _lines(self, first: int, last: int) -> list[tuple[forms.BoundField, ...]]:
        parts = ("name", "reach", "note")
        return [tuple(self[f"line_{at}_{p}"] for p in parts) for at in range(first, last + 1)]

    def plan(self, before: Plan) -> Plan:
        """The plan that was typed; what other pages keep in it stays."""
        data = self.cleaned_data
        return replace(
            before,
            **self.into(before),
            steps=small_steps(data),
            goal=data["goal"],
            country=data["country"],
            own_lines=own_lines(data),
        )


def _any_typed(rows: Iterable[tuple[forms.BoundField, ...]]) -> bool:
    return any(field.value() or field.errors for row in rows for field in row)


def own_lines(data: dict[str, Any]) -> tuple[OwnLine, ...]:
    """The own lines of which something can be reached; one without a name goes by its reach."""
    rows = [
        [data.get(f"line_{at}_{part}") or "" for part in ("name", "reach", "note")]
        for at in range(1, OWN_LINES + 1)
    ]
    return tuple(OwnLine(name or reach, reach, note) for name, reach, note in rows if name or reach)


def small_steps(data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The steps of which something was typed."""
    rows = [
        (data.get(f"when_{at}") or "", data.get(f"will_{at}") or "") for at in range(1, STEPS + 1)
    ]
    return tuple(row for row in rows if any(row))


def contacts(rows: Iterable[tuple[str, str]], unnamed: Text = "") -> Iterator[Contact]:
    """Contacts of which something was typed; who has no name goes by what was typed."""
    return iter(
        [Contact(name or str(unnamed) or reach, reach) for name, reach in rows if name or reach]
    )


def initial(plan: Plan) -> dict[str, Any]:
    """What the form shows of a plan."""
    out: dict[str, Any] = {
        "signs": plan.signs,
        "helps": plan.helps,
        "first": plan.first,
        "words": plan.words,
        "goal": plan.goal,
        "country": plan.country,
    }
    for at, (when, will) in enumerate(plan.steps[:STEPS], 1):
        out |= {f"when_{at}": when, f"will_{at}": will}
    for at, person in enumerate(plan.people[:PEOPLE], 1):
        out |= {f"person_{at}_name": person.name, f"person_{at}_reach": person.reach}
    for at, line in enumerate(plan.own_lines[:OWN_LINES], 1):
        out |= {
            f"line_{at}_name": line.name,
            f"line_{at}_reach": line.reach,
            f"line_{at}_note": line.note,
        }
    if plan.therapist:
        out |= {
            "therapist_name": plan.therapist.name,
            "therapist_reach": plan.therapist.reach,
        }
    return out


class WatchForm(forms.Form):
    """Each early sign with the answer that it is tied to, if the person wants that.

    The signs stand in the form as they were shown, so that one which changed meanwhile in
    another window is tied to nothing.

    Parameters
    ----------
    plan : Plan
    """

    def __init__(self, *args: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*args, **more)
        self.plan = plan
        ties = {w.sign: w for w in plan.watched}
        for at, sign in enumerate(plan.signs):
            tie = ties.get(sign)
            self.fields[f"sign_{at}"] = forms.CharField(
                widget=forms.HiddenInput, initial=sign, required=False
            )
            self.fields[f"answer_{at}"] = forms.ChoiceField(
                label=_("Tie it to an answer"),
                choices=[("", _("to no answer")), *tie_choices()],
                required=False,
                initial=tie.answer if tie else "",
            )
            self.fields[f"bound_{at}"] = forms.TypedChoiceField(
                label=_("From which number"),
                choices=[("", _("not set")), *((str(n), str(n)) for n in range(11))],
                coerce=int,
                empty_value=None,
                required=False,
                initial=tie.bound if tie else "",
            )

    def signs(self) -> list[tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each sign with its fields."""
        return [
            (sign, self[f"sign_{at}"], self[f"answer_{at}"], self[f"bound_{at}"])
            for at, sign in enumerate(self.plan.signs)
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for at in range(len(self.plan.signs)):
            answer, bound = given.get(f"answer_{at}"), given.get(f"bound_{at}")
            if answer and bound is None and f"bound_{at}" not in self.errors:
                self.add_error(f"bound_{at}", _("Choose a number too, or tie it to no answer."))
        return given

    def watched(self) -> tuple[Watched, ...]:
        """The ties that were chosen."""
        given = self.cleaned_data
        return tuple(
            Watched(sign, given[f"answer_{at}"], given[f"bound_{at}"])
            for at, sign in enumerate(self.plan.signs)
            if given[f"answer_{at}"] and given[f"sign_{at}"] == sign
        )


def tie_choices() -> list[tuple[str, str]]:
    """The answers that a sign may be tied to, each with the side on which it shows."""
    low, high = _("%(what)s, at this or less"), _("%(what)s, at this or more")
    return [
        (name, (low if side == LOW else high) % {"what": CHECKINS[name]})
        for name, side in ANSWERS.items()
    ]


class LetterForm(forms.Form):
    """A letter to oneself: along three questions, or free.

    Parameters
    ----------
    guided : bool
        Whether the questions stand there; a letter that is changed is one text.
    """

    good = Area(_("What is good just now, even if it is small?"), longest=LETTER)
    came = Area(_("What helped you to get here?"), longest=LETTER)
    say = Area(_("What would you like to hear on a harder day?"), longest=LETTER)
    words = Area(_("Your letter"), rows=8, longest=LETTER)

    def __init__(self, *args: Any, guided: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if guided:
            self.fields["words"].label = _("Or write freely")
        else:
            for name in ("good", "came", "say"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["letter"] = letter_text([given.get(name) or "" for name in self.fields])
        if len(given["letter"]) > LETTER:
            text = _("All of it together may have %(limit)s letters.") % {"limit": LETTER}
            self.add_error("words", text)
        return given


def letter_text(parts: Iterable[str]) -> str:
    """The parts of a letter as one text, a blank line between them."""
    plain = (part.replace("\r\n", "\n").strip() for part in parts)
    return "\n\n".join(part for part in plain if part)

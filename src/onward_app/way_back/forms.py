"""A form a step; nothing in any of them is required."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onward_app.once import Once
from onward_app.plan.forms import STEPS, Area, SafetyNet, Words
from onward_app.way_back.queries import Seen, guide, step_words

Choices = list[tuple[str, str]]


class Ticks(forms.MultipleChoiceField):
    """Things to tick; what is not among them is dropped without a word."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, choices: Choices, **more: Any) -> None:
        super().__init__(choices=choices, required=False, **more)
        self.known = {key for key, _text in choices}

    def clean(self, value: Any) -> list[str]:
        return [v for v in (value or []) if v in self.known]


class One(forms.ChoiceField):
    """One of a few, or none."""

    widget = forms.RadioSelect

    def __init__(self, choices: Choices, **more: Any) -> None:
        super().__init__(choices=choices, required=False, **more)
        self.known = {key for key, _text in choices}

    def clean(self, value: Any) -> str:
        return value if value in self.known else ""


class Step(forms.Form):
    """What a step asks, as its words in content/way_back.toml say.

    Parameters
    ----------
    step : int
        1..7; the last step is a `SafetyNet`.
    seen : list of Seen
        What the record puts before the person; unticked.
    more : list of (str, str)
        Further things to tick, such as the exercises.
    """

    def __init__(
        self,
        *args: Any,
        step: int,
        seen: list[Seen] | None = None,
        more: Choices | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        words = step_words(step)
        if seen:
            self.fields["seen"] = Ticks([(s.id, s.text) for s in seen])
        ticks = [(t["id"], _(t["text"])) for t in words.get("ticks", [])] + (more or [])
        if ticks:
            self.fields["ticks"] = Ticks(ticks)
        if words.get("choices"):
            self.fields["choice"] = One([(c["id"], _(c["text"])) for c in words["choices"]])
        if step == 6:
            for at in range(1, STEPS + 1):
                self.fields[f"when_{at}"] = Words(_("When"))
                self.fields[f"will_{at}"] = Words(_("I will"))
        if words.get("ask"):
            hint = _(words["hint"]) if words.get("hint") else ""
            self.fields["words"] = Area(_(words["ask"]), help_text=hint)

    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two halves of each small step."""
        return [(self[f"when_{at}"], self[f"will_{at}"]) for at in range(1, STEPS + 1)]


class Net(SafetyNet):
    """The last step."""


class Tomorrow(forms.Form):
    """One thing for tomorrow, or one person.

    Parameters
    ----------
    offered : list of str
        Things and people to pick with one tap.
    """

    once = Once()
    own = Words(gettext_lazy("Or in your own words"))

    def __init__(self, *args: Any, offered: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["pick"] = One([(text, text) for text in offered])

    def thing(self) -> str:
        """What was chosen; own words come first."""
        return str(self.cleaned_data["own"] or self.cleaned_data["pick"])


class Stuck(forms.Form):
    """What may be behind being stuck."""

    once = Once()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        answers = [(key, _(text)) for key, text in guide()["stuck"]["answers"].items()]
        for question in guide()["stuck"]["question"]:
            self.fields[question["id"]] = One(answers, label=_(question["text"]))
        self.fields["more"] = Area(_("What I need more of"), rows=2, longest=300)

    def answers(self) -> dict[str, Any]:
        """What was answered."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}

    def questions(self) -> list[forms.BoundField]:
        """The three questions."""
        return [self[q["id"]] for q in guide()["stuck"]["question"]]


def to_say(answers: dict[str, Any]) -> str:
    """Ready words for the therapist from what was answered."""
    say = guide()["stuck"]["say"]
    parts = [_(say["open"])]
    parts += [
        _(say[key]) for key in ("goal", "fit", "method") if answers.get(key) in ("no", "partly")
    ]
    more = str(answers.get("more", "")).strip()
    if more:
        parts.append(f"{_(say['more'])} {more.rstrip('.')}.")
    parts.append(_(say["close"]))
    return " ".join(parts)

"""A form a step; nothing in any of them is required."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onward_app.once import Once
from onward_app.plan.forms import PEOPLE, STEPS, Area, Lines, Reach, Words, small_steps
from onward_app.plan.queries import Contact
from onward_app.sessions.queries import TEXT_LENGTH
from onward_app.way_back.queries import guide, step_words
from onward_app.way_back.seen import Seen
from onward_app.way_back.shape import KEYS

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


@dataclass(frozen=True, slots=True)
class Offer:
    """A small step that can be taken with one tap.

    Attributes
    ----------
    id : str
        Its key in the form.
    when, will : str
        The two halves of the step.
    note : str
        Why it is offered.
    """

    id: str
    when: str
    will: str
    note: str

    @property
    def text(self) -> str:
        """The step as a sentence."""
        return step_text(self.when, self.will)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a step puts before the person, nothing of it ticked.

    Attributes
    ----------
    seen : list of Seen
        From the record and the plan.
    more : list of (str, str)
        Further things to tick, such as the exercises.
    offers : list of Offer
        Small steps.
    contacts : tuple of Contact
        Whom the plan names, the therapist first.
    therapist : bool
        Whether to ask for the therapist.
    """

    seen: list[Seen] = field(default_factory=list)
    more: Choices = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    contacts: tuple[Contact, ...] = ()
    therapist: bool = True


class Step(forms.Form):
    """What a step asks, as its words in content/way_back.toml say.

    Parameters
    ----------
    step : int
        Which step.
    offered : Offered
        What is put before the person.
    """

    def __init__(self, *args: Any, step: int, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = step_words(step)
        if offered.seen:
            self.fields["seen"] = Ticks([(s.id, s.text) for s in offered.seen])
        ticks = [(t["id"], _(t["text"])) for t in words.get("ticks", [])] + offered.more
        if ticks:
            self.fields["ticks"] = Ticks(ticks)
        if words.get("choices"):
            self.fields["choice"] = One([(c["id"], _(c["text"])) for c in words["choices"]])
        if words.get("ask"):
            hint = _(words["hint"]) if words.get("hint") else ""
            self.fields["words"] = Area(_(words["ask"]), help_text=hint)


class Pairs(forms.Form):
    """Rows of two fields, of which one is in sight and the others are behind a tap."""

    rows: int
    halves: tuple[str, str]

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """All the rows."""
        one, other = self.halves
        return [(self[one % at], self[other % at]) for at in range(1, self.rows + 1)]

    def first(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The first row."""
        return self.pairs()[:1]

    def others(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The other rows."""
        return self.pairs()[1:]

    def others_typed(self) -> bool:
        """Whether anything stands in the other rows."""
        return any(field.value() or field.errors for pair in self.others() for field in pair)


class SmallSteps(Pairs):
    """Up to three small steps, and ones that can be taken with one tap."""

    rows, halves = STEPS, ("when_%d", "will_%d")

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered.offers
        if offered.offers:
            self.fields["offers"] = Ticks([(o.id, o.text) for o in offered.offers])
        for at in range(1, STEPS + 1):
            self.fields[f"when_{at}"] = Words(_("When"))
            self.fields[f"will_{at}"] = Words(_("I will"))

    def clean(self) -> dict[str, Any]:
        """Refuse more steps than fit, so that none is dropped in silence."""
        data: dict[str, Any] = super().clean() or {}
        taken = [o for o in self.offered if o.id in data.get("offers", [])]
        if len(with_taken(data, taken)) > STEPS:
            raise forms.ValidationError(
                _("Up to three small steps fit here. Take one tick away, or clear one step.")
            )
        return data


def with_taken(typed: dict[str, Any], taken: list[Offer]) -> list[tuple[str, str]]:
    """What was typed, and after it each step that was taken with a tap, once."""
    rows = list(small_steps(typed))
    return rows + [row for o in taken if (row := (o.when, o.will)) not in rows]


class Ask(Pairs):
    """Whom I ask: one of those in the plan, or somebody to add."""

    rows, halves = PEOPLE, ("person_%d_name", "person_%d_reach")

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offered.contacts:
            self.fields["who"] = One([(c.name, c.name) for c in offered.contacts])
        if offered.therapist:
            self.fields["therapist_name"] = Words(_("My therapist"))
            self.fields["therapist_reach"] = Reach(_("My therapist: phone or e-mail"))
        for at in range(1, PEOPLE + 1):
            self.fields[f"person_{at}_name"] = Words(_("Name"))
            self.fields[f"person_{at}_reach"] = Reach(_("Phone or e-mail"))


class Net(forms.Form):
    """The safety net: what could hold earlier the next time."""

    signs = Lines(
        gettext_lazy("Early signs that I know"),
        help_text=gettext_lazy("One a line. Such as: I sleep late."),
    )
    helps = Lines(
        gettext_lazy("What helps me"),
        help_text=gettext_lazy("One a line. Such as: a walk by the river."),
    )
    first = Area(
        gettext_lazy("What I do first"), rows=2, help_text=gettext_lazy("One thing is enough.")
    )
    words = Area(
        gettext_lazy("Words to myself"),
        help_text=gettext_lazy("What you would like to read on a harder day."),
    )


def form_of(step: int, offered: Offered, data: Any = None, initial: Any = None) -> forms.Form:
    """The form of a step."""
    key = KEYS[step - 1]
    if key == "net":
        return Net(data, initial=initial)
    if key == "people":
        return Ask(data, initial=initial, offered=offered)
    if key == "small_steps":
        return SmallSteps(data, initial=initial, offered=offered)
    return Step(data, initial=initial, step=step, offered=offered)


def people_in(answers: dict[str, Any]) -> tuple[Contact | None, list[Contact]]:
    """The therapist and the people that were added; a number that is none is left out."""
    therapist = _contact(answers, "therapist", _("My therapist"))
    rows = [_contact(answers, f"person_{at}") for at in range(1, PEOPLE + 1)]
    return therapist, [row for row in rows if row]


def _contact(answers: dict[str, Any], who: str, unnamed: str = "") -> Contact | None:
    name = str(answers.get(f"{who}_name", "")).strip()
    try:
        reach = Reach("").clean(answers.get(f"{who}_reach", ""))
    except forms.ValidationError:
        reach = ""
    return Contact(name or unnamed or reach, reach) if name or reach else None


def step_text(when: str, will: str) -> str:
    """A small step as a sentence."""
    if when and will:
        return _("When %(when)s, I will %(will)s") % {"when": when, "will": will}
    return _("I will %(will)s") % {"will": will} if will else _("When %(when)s") % {"when": when}


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


class ForToday(forms.Form):
    """One thing for today, and whether to be asked how it is.

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
        self.fields["days"] = Ticks(follow_days())

    def clean(self) -> dict[str, Any]:
        """To be asked about something, something has to be picked."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("days") and not (data.get("own") or data.get("pick")):
            self.add_error("own", _("Pick one thing, or write one, so Onward knows what to ask."))
        return data

    def thing(self) -> str:
        """What was chosen; own words come first."""
        return str(self.cleaned_data["own"] or self.cleaned_data["pick"])


class HowIsIt(forms.Form):
    """How it is with the small step; a smaller one, if that is wished."""

    smaller = Words(gettext_lazy("Make it smaller, if you like: I will"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        answers = [(key, _(text)) for key, text in guide()["follow"]["answers"].items()]
        self.fields["how"] = One(answers)


class Days(forms.Form):
    """On which days to be asked."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["days"] = Ticks(follow_days())


def follow_days() -> Choices:
    """The days after which Onward may ask."""
    return [("3", _("In three days")), ("7", _("In a week")), ("14", _("In two weeks"))]


class Stuck(forms.Form):
    """What may be behind being stuck."""

    once = Once()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        answers = [(key, _(text)) for key, text in guide()["stuck"]["answers"].items()]
        for question in guide()["stuck"]["question"]:
            self.fields[question["id"]] = One(answers, label=_(question["text"]))
        self.fields["more"] = Area(_("What I need more of"), rows=2, longest=200)

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


class Say(forms.Form):
    """Words for the therapist, to change as one likes."""

    once = Once()
    # as long as one thing on the list for a session
    say = Area(gettext_lazy("Your words"), rows=7, longest=TEXT_LENGTH)

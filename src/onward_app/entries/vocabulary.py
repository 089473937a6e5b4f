"""The words on the page for the names in a record, and back again."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from onward.record import EVENTS, PRACTICES

CHECKINS = {
    "distress": _("How heavy it was"),
    "feelings": _("How strong feelings were"),
    "functioning": _("How much you could do"),
    "hope": _("Hope"),
    "sleep": _("Sleep"),
    "connection": _("Closeness to others"),
    "mood": _("Mood"),
    "numb": _("Numb or cut off"),
    "elevated": _("Higher or faster than usual"),
    "psychotic": _("Seeing or hearing things"),
}
PRACTICE_LABELS = {
    "meditation": _("Meditation"),
    "mindful_walk": _("Mindful walk"),
    "journaling": _("Journaling"),
    "reframing": _("Looking at a thought anew"),
    "emotional_expression": _("Letting feelings out"),
    "talking": _("Talking to someone"),
}
EVENT_LABELS = {
    "job_change": _("A change of job"),
    "relationship_ended": _("A relationship ended"),
    "moved_home": _("Moved home"),
    "family_issue": _("Something in the family"),
    "loss": _("A loss"),
    "illness": _("Illness"),
    "work_stress": _("Strain at work"),
    "conflict": _("A conflict"),
    "money": _("Money worries"),
    "medication_change": _("A change of medicine"),
    "therapy_started": _("Therapy began"),
    "therapy_ended": _("Therapy ended"),
    "therapist_change": _("A new therapist"),
    "substance": _("Alcohol or drugs"),
    "anniversary": _("A hard anniversary"),
}
SESSION_LABELS = {
    "in_person": _("In person"),
    "video": _("By video"),
    "phone": _("By phone"),
}
OWN_WORD_LABELS = {
    "deeper": _("a deeper step"),
    "backstep": _("a backstep"),
    "pause": _("a pause"),
    "relapse": _("a relapse"),
    "steady": _("steady"),
    "bipolar": _("I live with bipolar disorder"),
    "psychosis": _("I live with psychosis"),
}
SELF_HARM = "self_harm"
# Words that mean self-harm when they stand as the whole name of an old behaviour.
SELF_HARM_WORDS = frozenset(
    {
        "self harm",
        "selfharm",
        "self injury",
        "self injuring",
        "self harming",
        "self mutilation",
        "cut myself",
        "cutting",
        "cutting myself",
        "burning myself",
        "hurt myself",
        "hurting myself",
        "harm myself",
        "harming myself",
        "hitting myself",
        "scratching myself",
        "overdose",
        "suicide attempt",
    }
)
# Not counted and not plotted unless the person asks (INTENDED_USE.md).
QUIET_WORDS = ("food", "eat", "binge", "purg", "vomit", "diet", "calorie", "weigh", "fasting")


def plain(text: str) -> str:
    """A name without case, hyphens and underscores, to compare by."""
    return re.sub(r"[\s_\-–—]+", " ", text).strip().casefold()


def label(kind: str, name: str) -> str:
    """How a name of a record reads on a page."""
    known = {
        "checkin": CHECKINS,
        "practice": PRACTICE_LABELS,
        "event": EVENT_LABELS,
        "session": SESSION_LABELS,
        "label": OWN_WORD_LABELS,
    }.get(kind, {})
    return str(known.get(name) or name.replace("_", " "))


def name_of(kind: str, text: str) -> str:
    """The record's name for what a person typed: a known one where it means that."""
    text = " ".join(text.split())
    if kind == "behaviour":
        return SELF_HARM if is_self_harm(text) else text
    names, labels = {
        "practice": (PRACTICES, PRACTICE_LABELS),
        "event": (EVENTS, EVENT_LABELS),
    }.get(kind, ((), {}))
    for name in names:
        if plain(text) in (plain(name), plain(str(labels[name]))):
            return name
    return text


def is_self_harm(text: str) -> bool:
    """Whether a name stands for self-harm."""
    return plain(text) in SELF_HARM_WORDS


def is_quiet(name: str) -> bool:
    """Whether a behaviour is one that is neither counted nor plotted unasked."""
    words = plain(name)
    return is_self_harm(name) or any(w in words for w in QUIET_WORDS)

"""The words on the page for the names in a record, and back again."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from onward.record import EVENTS, NAME_LENGTH, PRACTICES
from onward.words import is_quiet as is_quiet

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
    # not among the practices that a check-in offers; the room of practices writes it
    "kind_letter": _("A kind letter"),
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
# Words that mean self-harm. The lists lean one way: a page about safety too many costs a tap, one
# too few may cost more. First whole names, as trackers have them.
_SHORT = frozenset({"sh", "nssi", "si", "od", "cut"})
# Said of what was done, planned or wished, wherever it stands.
_EXPLICIT = (
    r"suicid",
    r"suizid",
    r"selbstmord",
    r"unaliv",
    r"overdos",
    r"too many pills",
    r"(kill|killed|killing) my ?self",
    r"(hang|hanged|hung|hanging|shoot|drown|drowning) my ?self",
    r"(end|ended|ending|take|took|taking) my (own )?life",
    r"(end|ending) it all",
    r"(want|wanted|wanting|wish|wished|going|ready) to die",
    r"wanna die",
    r"(wish|wished) i (was|were) (dead|never born)",
    r"better off (dead|without me)",
    r"(not|dont|didnt|never|no longer|cant) (want(ed)? to|wanna)"
    r" (live|be alive|exist|wake up|go on living)",
    r"no (reason|wish|will) to live",
    r"(cut|cutting|hurt|hurting|harm|harmed|harming|injure|injured|injuring) my ?self",
)
# Further ones, where they name a behaviour, an issue, an event or a practice.
_NAMES = (
    r"self ?(harm|injur|mutilat|inflicted|poison|destruct)",
    r"selbstverletz",
    r"autoles",
    r"automutil",
    r"cut my (?!hair|nails|grass|losses|hours|hedge)",
    r"cutting$",
    r"cutting (?!corners|down|back|out\b|hair|grass|class|the (grass|hedge|lawn)|ties|vegetables)",
    r"(burn|burned|burnt|burning) my ?self(?! out)",
    r"(hit|hitting|punch|punched|punching|scratch|scratched|scratching|bite|biting|stab|stabbing)"
    r" my ?self",
    r"(slit|slitting|cut|cutting|slash|slashing)( my)? wrists?",
)
_SAID = re.compile(rf"\b({'|'.join(_EXPLICIT)})")
_NAMED = re.compile(rf"\b({'|'.join((*_EXPLICIT, *_NAMES))})")
# A name of not doing it, as a whole.
_NOT = re.compile(r"(no|without|zero) (self ?harm(ing)?|cutting|suicidal thoughts)")


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
        return behaviour(text)[0]
    names, labels = {
        "practice": ((*PRACTICES, "kind_letter"), PRACTICE_LABELS),
        "event": (EVENTS, EVENT_LABELS),
    }.get(kind, ((), {}))
    for name in names:
        if plain(text) in (plain(name), plain(str(labels[name]))):
            return name
    return text


def behaviour(text: str) -> tuple[str, str]:
    """The record's name for an old behaviour, and the person's own wording where it differs."""
    text = " ".join(text.split())
    if not is_self_harm(text):
        return text, ""
    return SELF_HARM, "" if plain(text) == plain(SELF_HARM) else text


def sign_of(sign: str) -> tuple[str, str]:
    """The record's name for an early sign of the plan, and its wording where that differs."""
    return behaviour(" ".join(sign.split())[:NAME_LENGTH].strip())


def is_self_harm(text: str) -> bool:
    """Whether a name (of a behaviour, an issue, an event, a practice) stands for self-harm."""
    words = _words(text)
    if words.replace(" ", "") in _SHORT:
        return True
    return bool(_NAMED.search(words)) and not _NOT.fullmatch(words)


def speaks_of_self_harm(note: str) -> bool:
    """Whether a note holds words that say it outright."""
    return bool(_SAID.search(_words(note)))


def _words(text: str) -> str:
    """Letters and digits only, without case and accents: "Self-Harm!" is "self harm"."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    bare = re.sub(r"['\u2019\u02bc`]", "", letters)
    return re.sub(r"[\W_]+", " ", bare).strip()

"""A review in gentle sentences: what is said, and how (docs/reference/words.md)."""

from onward.words.again import next_time
from onward.words.ahead import time_back
from onward.words.before import nothing_before
from onward.words.issues import issues_apart
from onward.words.language import LANGUAGES, Language, NotSpoken, spoken
from onward.words.phrases import (
    came_before,
    day,
    held,
    is_quiet,
    level,
    name,
    recovery,
    standing,
    state,
    verdict,
)
from onward.words.reasons import CODES, reason
from onward.words.say import say

__all__ = [
    "CODES",
    "LANGUAGES",
    "Language",
    "NotSpoken",
    "came_before",
    "day",
    "held",
    "is_quiet",
    "issues_apart",
    "level",
    "name",
    "next_time",
    "nothing_before",
    "reason",
    "recovery",
    "say",
    "spoken",
    "standing",
    "state",
    "time_back",
    "verdict",
]

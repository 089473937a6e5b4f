"""Days as people's phones write them without a year: "30 May", "17. Februar", "1er mai"."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

# English, German, French, Spanish, Italian, Dutch, Portuguese, Polish (as in a date).
_MONTHS = (
    "january januar janvier enero gennaio januari janeiro stycznia styczen janner",
    "february februar fevrier febrero febbraio februari fevereiro lutego luty feber",
    "march marz mars marzo maart março marca marzec mrt",
    "april avril abril aprile kwietnia kwiecien",
    "may mai mayo maggio mei maio maja maj",
    "june juni juin junio giugno junho czerwca czerwiec",
    "july juli juillet julio luglio julho lipca lipiec",
    "august aout agosto augustus sierpnia sierpien",
    "september septembre septiembre settembre setembro wrzesnia wrzesien",
    "october oktober octobre octubre ottobre outubro pazdziernika pazdziernik",
    "november novembre noviembre novembro listopada listopad",
    "december dezember decembre diciembre dicembre dezembro grudnia grudzien",
)
LANGUAGES = "English, German, French, Spanish, Italian, Dutch, Portuguese and Polish"
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|°)?\.?")
_SHORTEST = 3
_LONGEST = 40


def day_of(year: str, text: str) -> date | None:
    """The date of a year and a day with a month's name, or None where it is not clear.

    Examples
    --------
    >>> day_of("2018", "17. Februar")
    datetime.date(2018, 2, 17)
    """
    if len(text) > _LONGEST or not re.fullmatch(r"[12]\d{3}", year):
        return None
    days, months = [], []
    for word in re.split(r"[\s,/]+|(?<=\.)(?=\w)", text.strip()):
        if found := _DAY.fullmatch(word):
            days.append(int(found[1]))
        elif word.casefold() not in ("de", "of", ""):
            months.append(_month(word))
    if len(days) != 1 or len(months) != 1 or not months[0]:
        return None
    try:
        return date(int(year), months[0], days[0])
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _month(word: str) -> int | None:
    """The month that a name or the start of a name means; None where several could be meant."""
    plain = _plain(word)
    if len(plain) < _SHORTEST:
        return None
    meant = {
        number
        for number, names in enumerate(_MONTHS, start=1)
        for name in names.split()
        if _plain(name).startswith(plain)
    }
    return meant.pop() if len(meant) == 1 else None


def _plain(word: str) -> str:
    spread = unicodedata.normalize("NFKD", word.casefold().rstrip("."))
    return "".join(c for c in spread if not unicodedata.combining(c))

"""What the names of a Daylio export mean: a map, as a TOML file or a form has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onward.errors import BadMap, shorten
from onward.formats.targets import Scale, number_of, refuse_unknown_keys, scale_of

STANDARD = {"rad": 10.0, "good": 7.5, "meh": 5.0, "bad": 2.5, "awful": 0.0}
NOTHING = "nothing"
ACTIVITY_KINDS = ("practice", "event", "behaviour", "session")
SCALE_KINDS = ("checkin", "issue", "goal")


@dataclass(frozen=True, slots=True)
class Target:
    """The kind and name under which an activity is kept."""

    kind: str
    name: str


def plain(name: str) -> str:
    """A name as it is compared: without case and outer spaces."""
    return name.strip().casefold()


@dataclass(frozen=True, slots=True)
class DaylioMap:
    """Meanings by plain name; an activity that is mapped to nothing is None."""

    moods: dict[str, float]
    activities: dict[str, Target | None]
    scales: dict[str, Scale]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> DaylioMap:
        """Check a map.

        Raises
        ------
        BadMap
            Says which key and what is allowed.
        """
        refuse_unknown_keys(raw, ("moods", "activities", "scales", "about"), "the map")
        moods, activities, scales = (_table(raw, k) for k in ("moods", "activities", "scales"))
        return cls(
            STANDARD
            | {plain(n): number_of(v, 0, 10, f"moods.{shorten(n)}") for n, v in moods.items()},
            {plain(n): _target(n, v) for n, v in activities.items()},
            {plain(n): _scale(n, v) for n, v in scales.items()},
        )

    def mood(self, name: str) -> float | None:
        """How good a mood is, 0..10; None where the person has to say it."""
        return self.moods.get(plain(name))

    def activity(self, name: str) -> Target | None:
        """What an activity is kept as: a practice of its own name where the map is silent."""
        return self.activities.get(plain(name), Target("practice", name))

    def scale(self, name: str) -> Scale | None:
        """Where a scale of the person's own is kept; None where the map is silent."""
        return self.scales.get(plain(name))


def _table(raw: dict[str, Any], key: str) -> dict[str, Any]:
    table = raw.get(key, {})
    if not isinstance(table, dict):
        raise BadMap(f"{key}: expected a table of names.")
    return table


def _target(name: str, value: Any) -> Target | None:
    if value == NOTHING:
        return None
    if isinstance(value, dict) and len(value) == 1:
        kind, word = next(iter(value.items()))
        if kind in ACTIVITY_KINDS and isinstance(word, str) and (word.strip() or kind == "session"):
            return Target(kind, word.strip())
    listed = ", ".join(f'{{{kind} = "..."}}' for kind in ACTIVITY_KINDS)
    raise BadMap(f'activities.{shorten(name)}: allowed: {listed} or "{NOTHING}".')


def _scale(name: str, value: Any) -> Scale:
    where = f"scales.{shorten(name)}"
    if not isinstance(value, dict):
        raise BadMap(f'{where}: allowed: {{checkin = "sleep", range = [1, 5]}}.')
    refuse_unknown_keys(value, (*SCALE_KINDS, "range", "higher_is"), where)
    kinds = [kind for kind in SCALE_KINDS if kind in value]
    if len(kinds) != 1 or "range" not in value:
        raise BadMap(f"{where}: needed: range and one of {', '.join(SCALE_KINDS)}.")
    return scale_of(kinds[0], value[kinds[0]], value, where)

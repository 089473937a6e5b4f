"""Labels that never lie on one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

# Widths of letters in parts of the text's size. The page's font is not known here; these are
# those of DejaVu Sans, the widest of the fonts that a page falls back to.
LETTER, WIDE, THIN, BOLD = 0.63, 0.98, 0.38, 1.09
_WIDE, _THIN = frozenset("mwMW@%—…"), frozenset("ijltfr.,:;'’!|()[] -")
GAP = 6.0
# Pictures under these widths are for a phone, and for a small one.
NARROW, SMALL = 500, 310

Align = Literal["left", "center", "right"]


def text_size(width: float) -> float:
    """Size of the text in a picture drawn for `width` pixels.

    A page may show a picture a little smaller than it was drawn: one of 300 pixels in the 246
    that a phone of 320 leaves it still has text of 12 pixels.
    """
    return 13.0 if width >= NARROW else 14.0 if width > SMALL else 15.0


@lru_cache(maxsize=512)
def _letters(text: str) -> float:
    """Width of a text in parts of its size."""
    return sum(WIDE if c in _WIDE else THIN if c in _THIN else LETTER for c in text)


@dataclass(frozen=True)
class Label:
    """A text in a picture; `y` is its baseline."""

    text: str
    x: float
    y: float
    colour: str = "soft"
    align: Align = "center"
    bold: bool = False
    size: float = 13.0

    @property
    def width(self) -> float:
        return _letters(self.text) * self.size * (BOLD if self.bold else 1.0)

    @property
    def left(self) -> float:
        return self.x - self.width * {"left": 0.0, "center": 0.5, "right": 1.0}[self.align]

    @property
    def right(self) -> float:
        return self.left + self.width

    def overlaps(self, other: Label) -> bool:
        """Whether the two would touch."""
        return (
            self.left < other.right + GAP
            and other.left < self.right + GAP
            and self.y - self.size < other.y
            and other.y - other.size < self.y
        )


@dataclass
class Placed:
    """Labels that have found a place between the left and the right edge."""

    left: float
    right: float
    labels: list[Label] = field(default_factory=list)

    def first_fit(self, candidates: Iterable[Label]) -> bool:
        """Take the first candidate that lies inside and touches no other label."""
        for label in candidates:
            if label.left < self.left - 0.5 or label.right > self.right + 0.5:
                continue
            if not any(label.overlaps(other) for other in self.labels):
                self.labels.append(label)
                return True
        return False

    def inside(self, label: Label) -> Label:
        """A label moved sideways, as little as needed, to lie between the edges."""
        over = max(0.0, self.left - label.left) - max(0.0, label.right - self.right)
        return replace(label, x=label.x + over)

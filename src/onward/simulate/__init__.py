"""Virtual courses with known truth: public, seeded, invented.

Every person that comes out of here is invented. The sizes rest on published numbers where
there are any (docs/methods/simulate.md names them); the four kinds are Onward's proposal, so
their shapes are assumptions, and many shapes are drawn so that no single one is learned.
"""

from onward.simulate.courses import FIRST_DAY, course, example
from onward.simulate.people import ORDINARY, VARIANTS, Kind, Setting, Truth, Virtual

__all__ = [
    "FIRST_DAY",
    "ORDINARY",
    "VARIANTS",
    "Kind",
    "Setting",
    "Truth",
    "Virtual",
    "course",
    "example",
]

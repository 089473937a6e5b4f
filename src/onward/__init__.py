"""Onward: says where a person in psychotherapy stands, how sure that is, and what is held."""

from importlib.metadata import version

from onward.course import ENGINE
from onward.record import Entry, Record
from onward.results import Review
from onward.review import review

__all__ = ["ENGINE", "Entry", "Record", "Review", "__version__", "review"]

__version__ = version("onward")

"""Which sealed tables a takeout holds, and which stay behind, and why.

A test holds this list to the tables that are there: a new one travels or says why it does not.
"""

from __future__ import annotations

from onward_app.choices.models import Choice
from onward_app.goals.models import Goal
from onward_app.measures.models import Sitting
from onward_app.path.models import Told
from onward_app.plan.models import Offered
from onward_app.practices.models import Sheet
from onward_app.sessions.models import Item
from onward_app.vault.models import Sealed

# By the names of their files (`shapes.SHAPES`).
ROOMS: dict[str, type[Sealed]] = {
    "goals": Goal,
    "sessions": Item,
    "practices": Sheet,
    "measures": Sitting,
    "choices": Choice,
    "plan_answers": Offered,
    "told": Told,
}
# Of these a person has one row: the one that is here stays.
ONE_A_PERSON = frozenset({"choices", "plan_answers"})
# In files of their own shape (`moving.Everything`): entries with their imports, the plan, the ways.
BY_THEMSELVES = frozenset(
    {
        "entries.Entry",
        "plan.Plan",
        "takeout.Brought",
        "takeout.Import",
        "way_back.Walk",
    }
)
STAY: dict[str, str] = {
    "drafts.Draft": "typed and not kept; it goes after a week, wherever it is",
}

"""A pack that is not there, or a text that does not fit, stops the start with a hint."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from onward_app.measures.texts import PACKS, pack_problems, site_problems


@register()
def packs_are_here(**kwargs: Any) -> list[CheckMessage]:
    """A misspelt pack is never passed over."""
    hint = f"ONWARD_PACKS may name, with commas between: {', '.join(PACKS)}."
    return [Error(wrong, hint=hint, id="onward.E041") for wrong in pack_problems()]


@register()
def own_texts_fit(**kwargs: Any) -> list[CheckMessage]:
    """A questionnaire with a wrong option would make wrong totals."""
    hint = "Mend the file or take it out of ONWARD_MEASURE_TEXTS; see docs/guides/measures.md."
    return [Error(wrong, hint=hint, id="onward.E042") for wrong in site_problems()]

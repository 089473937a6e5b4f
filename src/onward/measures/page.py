"""The reference page of the measures, written from their files.

``python -m onward.measures.page > docs/reference/measures.md``; a test holds the page to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from onward.measures.catalogue import Measure, Norm, catalogue

TOP = """\
# Measures

<!-- Written by `python -m onward.measures.page`; edit the TOML files instead. -->

One heading a questionnaire that a record may hold. A number stands here only where it was seen
in the source beside it; "secondary" means that a source quotes another. What is missing was not
checked. How a total is placed on 0..10 and what is done about missing items is in
{doc}`/methods/measures`; what counts as change is in {doc}`/methods/reliable_change` and
{doc}`/methods/clinical_significance`.

A measure helps to see a course. It makes no diagnosis.

Tier A: the text is free and may be shipped. B: the text stands under a licence of its own; three of
these come as packs, which are off unless a site switches them on. C: the text is never shipped. A
total can be entered of each, and a site may add a text that it holds the right to
(docs/guides/measures.md).

PHQ and GAD forms: {notice}

This material contains content from LOINC (<http://loinc.org>). LOINC is copyright © Regenstrief
Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is
available at no cost under the license at <http://loinc.org/license>. LOINC® is a registered
United States trademark of Regenstrief Institute, Inc.
"""
BETTER = {1: "higher is worse", -1: "higher is better"}
CHANGE = {"reliable": "Reliable change", "matters": "Smallest change that matters"}
TOTAL_ONLY = "Items: a total only"


def page() -> str:
    """The whole page, in Markdown."""
    notice = catalogue()["phq9"].notice
    parts = [TOP.format(doc="{doc}", notice=notice)]
    parts += ["\n".join(_section(m)) + "\n" for m in catalogue().values()]
    return "\n".join(parts)


def _section(m: Measure) -> Iterator[str]:
    yield f"## `{m.id}`"
    yield ""
    yield f"{m.title}: {m.about}."
    yield ""
    yield f"- Range: {m.range[0]:g} to {m.range[1]:g}, {BETTER[m.direction]}"
    yield f"- {_items(m)}"
    if m.entry:
        yield f"- To enter: {m.entry}"
    if m.loinc or m.loinc_total:
        codes = [f"panel {m.loinc}" * bool(m.loinc), f"total {m.loinc_total}" * bool(m.loinc_total)]
        yield "- LOINC: " + ", ".join(c for c in codes if c)
    for r in m.reliability:
        yield f"- Reliability ({r.kind}): {r.value:g}, {r.statistic} — {r.source}"
    for c in m.cutoffs:
        past = "and above" if m.direction > 0 else "and below"
        yield f"- Cut-off {c.score:g} {past}{' (main)' * c.main}: {c.meaning} — {c.source}"
    for t in m.thresholds:
        yield f"- {CHANGE[t.kind]}: {t.points:g} points — {t.source}"
    if m.clinical:
        yield _norm("People in care", m.clinical)
    if m.functional:
        yield _norm("People at large", m.functional)
    level, error = m.on_scale(m.range[0])
    worst = m.on_scale(m.range[1])[0]
    how = "by norms" if m.normed else "linear in the range, twice the spread"
    yield f"- On 0..10: {level:.2g} to {worst:.2g}, error {error:.2f} ({how})"
    yield f"- Rights: tier {m.tier}. {m.licence}"
    if m.text:
        yield f"- Words seen in: {'; '.join(m.text.seen)}"
    yield f"- Source: {m.source}"


def _items(m: Measure) -> str:
    if not m.item_count:
        return TOTAL_ONLY
    low, high = m.item_range
    text = f"Items: `{m.id}.1` to `{m.id}.{m.item_count}`, each {low:g} to {high:g}"
    if m.reversed_items:
        text += "; turned round in the total: " + ", ".join(map(str, m.reversed_items))
    if m.risk_items:
        text += "; asks about safety: " + ", ".join(map(str, m.risk_items))
    return text + (" (text shipped)" if m.items else "")


def _norm(label: str, norm: Norm) -> str:
    return f"- {label}: mean {norm.mean:g}, SD {norm.sd:g} ({norm.who}) — {norm.source}"


if __name__ == "__main__":
    print(page(), end="")

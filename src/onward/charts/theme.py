"""Colours of the look, and an SVG that follows the page's theme.

A chart is specified in the light theme's own colours, so that it looks right in a notebook
or a report. For a page each of them becomes the CSS variable of the same name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from onward.charts.place import Label

COLOURS = {
    "card": "#ffffff",
    "ink": "#22302e",
    "soft": "#566663",
    "line": "#e4ded4",
    "teal": "#1c6b64",
    "teal-soft": "#dcebe7",
    "deeper": "#6a5aa8",
    "deeper-soft": "#ebe7f6",
    "backstep": "#9b5228",
    "backstep-soft": "#f8e8dd",
    "pause": "#4f6b86",
    "pause-soft": "#e3ebf2",
    "relapse": "#86455b",
    "relapse-soft": "#f4e3e8",
}
VEGALITE = "6.4"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

_VARIABLE = {colour: f"var(--{name})" for name, colour in COLOURS.items()}
_NUMBER = re.compile(r"-?\d+\.\d+")
_PLACE = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_LINE = {"transform", "x2", "y2"}
_DOT = {"transform", "d"}
_SVG = "{http://www.w3.org/2000/svg}"
# What is true of a picture is said once, in its title and its description.
_DROPPED = (
    "class",
    "style",
    "role",
    "aria-label",
    "aria-roledescription",
    "aria-hidden",
)
_SHARED = {"fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity"}


def spec(width: float, height: float, layers: list[dict[str, Any]]) -> dict[str, Any]:
    """A layered Vega-Lite chart without frame, axes or legend."""
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "padding": 0,
        "background": COLOURS["card"],
        "config": {"view": {"stroke": None}},
        "layer": layers,
    }


def chart(made: dict[str, Any]) -> Any:
    """The Altair chart of a specification."""
    import altair

    return altair.LayerChart.from_dict(made)


def svg(
    made: dict[str, Any],
    labels: Iterable[Label],
    *,
    title: str,
    description: str,
    prefix: str,
) -> str:
    """Draw a specification as SVG to stand inside a page.

    Parameters
    ----------
    made : dict
        From `spec`, without its texts.
    labels : iterable of Label
        The texts. Their places are known, so they are written as they are: measuring them
        in the drawing engine would take longer than all marks together.
    title, description : str
        What a screen reader says of the picture.
    prefix : str
        Begins the ids, so that several pictures can stand on one page.
    """
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(json.dumps(made), vl_version=VEGALITE)
    root = ElementTree.fromstring(drawn)  # noqa: S314  (drawn a line above)
    marks = "".join(_clean(g) for g in root.iter(f"{_SVG}g") if _is_marks(g))
    width, height = made["width"], made["height"]
    name = f"{prefix}-{width:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" '
        f'aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>'
        f'<g fill="none">{marks}</g>'
        f'<g font-family="inherit">{"".join(map(_text, labels))}</g></svg>'
    )


_ANCHOR = {"left": "start", "center": "middle", "right": "end"}


def _text(label: Label) -> str:
    bold = ' font-weight="600"' if label.bold else ""
    return (
        f'<text x="{label.x:.1f}" y="{label.y:.1f}" text-anchor="{_ANCHOR[label.align]}" '
        f'font-size="{label.size:g}"{bold} fill="var(--{label.colour})">'
        f"{escape(label.text)}</text>"
    )


def _is_marks(group: ElementTree.Element) -> bool:
    return "role-mark" in group.get("class", "")


def _clean(group: ElementTree.Element) -> str:
    """One group of marks: themed, rounded, and what its marks share said once."""
    marks = [_attributes(m) for m in group]
    if not marks:
        return ""
    shared = {k: v for k, v in marks[0].items() if k in _SHARED}
    shared = {k: v for k, v in shared.items() if all(m.get(k) == v for m in marks)}
    tags = {mark.tag.removeprefix(_SVG) for mark in group}
    own = [{k: v for k, v in m.items() if k not in shared} for m in marks]
    if tags == {"line"} and all(m.keys() <= _LINE for m in own):
        return f"<path{_written(shared)} d={quoteattr(''.join(map(_stroke, own)))}/>"
    if tags == {"path"} and all(m.keys() <= _DOT and _is_dot(m) for m in own):
        return _dots(own, shared)
    inner = "".join(
        f"<{mark.tag.removeprefix(_SVG)}{_written(attributes)}/>"
        for mark, attributes in zip(group, own, strict=True)
    )
    return f"<g{_written(shared)}>{inner}</g>"


def _stroke(line: dict[str, str]) -> str:
    x, y = _PLACE.findall(line["transform"])[0]
    right, down = line.get("x2", "0"), line.get("y2", "0")
    return f"M{x},{y}v{down}" if right == "0" else f"M{x},{y}l{right},{down}"


def _is_dot(mark: dict[str, str]) -> bool:
    return "A" in mark.get("d", "") and "transform" in mark


def _dots(marks: list[dict[str, str]], shared: dict[str, str]) -> str:
    """Round dots as one path of strokes without length: a tenth of the size of circles."""
    radius = marks[0]["d"][1:].split(",")[0]
    if "stroke" in shared or len({m["d"] for m in marks}) > 1:
        circles = "".join(
            '<circle cx="{}" cy="{}" r="{}"/>'.format(*_PLACE.findall(m["transform"])[0], radius)
            for m in marks
        )
        return f"<g{_written(shared)}>{circles}</g>"
    # half a pixel is less than a dot is wide, and a three-year picture travels lighter
    at = "".join(
        "M{:.0f},{:.0f}h0".format(*map(float, _PLACE.findall(m["transform"])[0])) for m in marks
    )
    kept = {k: v for k, v in shared.items() if k == "opacity"}
    pen = {"stroke": shared["fill"], "stroke-width": f"{2 * float(radius):g}"}
    return f'<path{_written(kept | pen)} stroke-linecap="round" d={quoteattr(at)}/>'


def _attributes(mark: ElementTree.Element) -> dict[str, str]:
    out = {}
    for key, value in mark.attrib.items():
        if key in _DROPPED:
            continue
        shade = key == "opacity"
        out[key] = value if shade else _VARIABLE.get(value) or _NUMBER.sub(_rounded, value)
    return out


def _rounded(match: re.Match[str]) -> str:
    return f"{float(match[0]):.1f}".removesuffix(".0").replace("-0.0", "0")


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {k}={quoteattr(v)}" for k, v in attributes.items())

"""What stands in a drawn SVG, for tests: its texts with their boxes, and the path's points."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from onward.charts.place import Label

SVG = "{http://www.w3.org/2000/svg}"
ALIGN = {"start": "left", "middle": "center", "end": "right"}


def texts(svg: str) -> list[str]:
    return [t.text or "" for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def labels(svg: str) -> list[Label]:
    """Every text of an SVG with the box that it takes."""
    return [
        Label(
            t.text or "",
            float(t.get("x", "nan")),
            float(t.get("y", "nan")),
            align=ALIGN[t.get("text-anchor", "")],  # type: ignore[arg-type]
            bold=t.get("font-weight") == "600",
            size=float(t.get("font-size", "nan")),
        )
        for t in ElementTree.fromstring(svg).iter(f"{SVG}text")
    ]


def line(svg: str) -> list[tuple[float, float]]:
    """The points of the path itself."""
    root = ElementTree.fromstring(svg)
    group = next(g for g in root.iter(f"{SVG}g") if g.get("stroke-width") == "3")
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", group[0].get("d"))]

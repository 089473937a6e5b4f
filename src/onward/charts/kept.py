"""The part of a gain that is still held, as a calm bar with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onward.charts import layers as draw
from onward.charts.layers import Layer
from onward.charts.place import Label, text_size
from onward.charts.theme import COLOURS, chart, spec, svg
from onward.results import Kept, Review
from onward.words import held, spoken

if TYPE_CHECKING:
    import altair

EDGE, HEIGHT, TOP, FOOT = 8.0, 58, 8.0, 26.0


def kept_chart(
    review: Review, *, width: int = 340, language: str = "en"
) -> altair.LayerChart | None:
    """What is still held as an Altair chart; None where there is no gain to speak of.

    Parameters
    ----------
    review : Review
    width : int
        The width in pixels at which it is shown.
    language : str
        Of the words in the picture.
    """
    kept = review.standing.gain_kept
    if kept is None or review.muted:
        return None
    layers = [*_layers(kept, width), draw.texts(_labels(width, language))]
    made: altair.LayerChart = chart(spec(width, HEIGHT, layers))
    return made


def kept_svg(
    review: Review, *, width: int = 340, language: str = "en", prefix: str = "kept"
) -> str | None:
    """What is still held as SVG that follows the page's theme; see `kept_chart`."""
    kept = review.standing.gain_kept
    if kept is None or review.muted:
        return None
    lang = spoken(language)
    title = held(kept, language=language) or lang.text("chart.kept", share=lang.share(kept.mean))
    low, high = lang.share(kept.low), lang.share(kept.high)
    key = "chart.kept_sure" if low == high else "chart.kept_range"
    said = lang.text(key, low=low, high=high)
    made = spec(width, HEIGHT, _layers(kept, width))
    labels = _labels(width, language)
    return svg(made, labels, title=title, description=said, prefix=prefix)


def _layers(kept: Kept, width: int) -> list[Layer]:
    """The whole gain, what is surely held, what may be held, and the middle of it."""
    teal = COLOURS["teal"]
    return [
        _bar(0.0, 1.0, width, color=COLOURS["line"], cornerRadius=9),
        _bar(0.0, kept.low, width, color=teal, cornerRadius=9),
        _bar(kept.low, kept.high, width, color=teal, opacity=0.38, cornerRadius=9),
        draw.layer(
            [{"x": _x(kept.mean, width)}],
            {"type": "rule", "color": COLOURS["ink"], "strokeWidth": 3, "strokeCap": "round"},
            x=draw.pixels("x"), y={"value": TOP - 3.0}, y2={"value": FOOT + 3.0},
        ),
    ]  # fmt: skip


def _bar(low: float, high: float, width: int, **mark: object) -> Layer:
    return draw.layer(
        [{"a": _x(low, width), "b": _x(high, width)}],
        {"type": "rect", **mark},
        x=draw.pixels("a"), x2={"field": "b"}, y={"value": TOP}, y2={"value": FOOT},
    )  # fmt: skip


def _x(share: float, width: int) -> float:
    return round(EDGE + share * (width - 2 * EDGE), 1)


def _labels(width: int, language: str) -> list[Label]:
    lang, y, size = spoken(language), HEIGHT - 8.0, text_size(width)
    return [
        Label(lang.text("chart.none"), EDGE, y, align="left", size=size),
        Label(lang.text("chart.all"), width - EDGE, y, align="right", size=size),
    ]

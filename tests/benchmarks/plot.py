"""Ranges on a logarithmic axis, as SVG that reads on light and dark grounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 760
LEFT, RIGHT = 150, 24
ROW, HEAD, FOOT, GAP = 26, 34, 34, 18
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #333; }
.title { font-weight: 600; } .small { font-size: 11px; fill: #666; }
.grid { stroke: #8884; } .range { stroke: #8a97a8; stroke-width: 7; stroke-linecap: round; }
.ours .range { stroke: #c2553d; } .ours text { font-weight: 600; }
.median { fill: #fff; stroke: #46536a; stroke-width: 2; } .ours .median { stroke: #8c2f1b; }
.last { stroke: #8a97a8; stroke-width: 2; } .ours .last { stroke: #c2553d; }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd; } .small { fill: #aaa; } .median { fill: #1c1c1c; }
}
"""


@dataclass(frozen=True)
class Bar:
    """One row: a name, and a median, a 95th and a 99th percentile, all above 0."""

    name: str
    median: float
    high: float
    last: float
    ours: bool = False


@dataclass(frozen=True)
class Panel:
    """Rows under a title."""

    title: str
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        return HEAD + ROW * len(self.bars) + GAP


def draw(panels: Sequence[Panel], unit: str) -> str:
    """The panels below each other on one axis; ``unit`` is written at its end."""
    bars = [bar for panel in panels for bar in panel.bars]
    low = math.floor(math.log10(min(bar.median for bar in bars)))
    high = math.ceil(math.log10(max(bar.last for bar in bars)))
    axis = _Axis(low, max(high, low + 1))
    height = sum(panel.height for panel in panels) + FOOT
    body = [axis.lines(height - FOOT)]
    top = 0
    for panel in panels:
        body.append(_panel(panel, top, axis))
        top += panel.height
    body.append(axis.numbers(height - FOOT + 16, unit))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img">\n<style>{STYLE}</style>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


@dataclass(frozen=True)
class _Axis:
    """Powers of ten from ``low`` to ``high`` over the width of the picture."""

    low: int
    high: int

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def lines(self, bottom: int) -> str:
        marks = [self.at(10.0**power) for power in range(self.low, self.high + 1)]
        return "\n".join(
            f'<line class="grid" x1="{x}" x2="{x}" y1="{HEAD - 8}" y2="{bottom}"/>' for x in marks
        )

    def numbers(self, y: int, unit: str) -> str:
        powers = range(self.low, self.high + 1)
        return "\n".join(
            f'<text class="small" x="{self.at(10.0**power)}" y="{y}" text-anchor="middle">'
            f"{10.0**power:g}{f' {escape(unit)}' if power == self.high else ''}</text>"
            for power in powers
        )


def _panel(panel: Panel, top: int, axis: _Axis) -> str:
    rows = [f'<text class="title" x="8" y="{top + 18}">{escape(panel.title)}</text>']
    for number, bar in enumerate(panel.bars):
        y = top + HEAD + ROW * number + ROW // 2
        median, high, last = axis.at(bar.median), axis.at(bar.high), axis.at(bar.last)
        rows.append(
            f'<g class="{"ours" if bar.ours else "other"}">'
            f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">{escape(bar.name)}</text>'
            f'<line class="range" x1="{median}" x2="{high}" y1="{y}" y2="{y}"/>'
            f'<line class="last" x1="{last}" x2="{last}" y1="{y - 6}" y2="{y + 6}"/>'
            f'<circle class="median" cx="{median}" cy="{y}" r="5"/>'
            f"<title>{escape(bar.name)}: {bar.median:g}, {bar.high:g}, {bar.last:g}</title></g>"
        )
    return "\n".join(rows)

"""A figure: shapes and words put down in order, then written as SVG; equal figures are equal bytes.

Coordinates are px from the top left, y down, written to a hundredth. Text stays text, in the reader's own sans-serif. Only
what every reader of SVG knows is used: no clipping, no styles, no scripts.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt

TEXT, MUTED, FAINT, SHEET = "#20252d", "#5d6672", "#d3d8de", "#ffffff"
INK, ACCENT = "#14213d", "#2f6690"
FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
NARROW, WIDE = set("iljtfr.,:;|!'()[]I ·"), set("mwMWΣ%@—…")

Anchor = Literal["start", "middle", "end"]


class Figure:
    """What is put down first lies below. ``width``, ``height``: px."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height = width, height
        self._title = title
        self._parts: list[str] = []
        self.rect(0, 0, width, height, fill=SHEET)

    def svg(self) -> bytes:
        """The whole figure."""
        w, h = number(self.width), number(self.height)
        head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
            f' font-family="{FONT}">\n<title>{escape(self._title)}</title>\n'
        )
        return (head + "\n".join(self._parts) + "\n</svg>\n").encode()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 12,
        anchor: Anchor = "start",
        colour: str = TEXT,
        bold: bool = False,
        turn: float = 0.0,
    ) -> None:
        """One line of words with its foot at ``y``. ``turn``: degrees, clockwise."""
        more = "" if anchor == "start" else f' text-anchor="{anchor}"'
        more += ' font-weight="bold"' if bold else ""
        more += f' transform="rotate({number(turn)} {number(x)} {number(y)})"' if turn else ""
        attributes = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{colour}"'
        self._parts.append(f"<text {attributes}{more}>{escape(words)}</text>")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        line: str = "none",
        opacity: float = 1.0,
    ) -> None:
        """A box with a thin line round it, or none."""
        box = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        edge = "" if line == "none" else f' stroke="{line}"'
        edge += f' opacity="{number(opacity)}"' if opacity < 1.0 else ""
        self._parts.append(f'<rect {box} fill="{fill}"{edge}/>')

    def path(
        self,
        data: str,
        *,
        line: str = "none",
        width: float = 1.0,
        fill: str = "none",
        dashes: str = "",
        opacity: float = 1.0,
        label: str = "",
    ) -> None:
        """An SVG path (``path_of``). ``opacity`` is of the whole; ``label``: shown where one points at it."""
        more = f' stroke-dasharray="{dashes}"' if dashes else ""
        more += f' opacity="{number(opacity)}"' if opacity < 1.0 else ""
        rule = ' fill-rule="evenodd"' if fill != "none" else ""
        edge = f' stroke="{line}" stroke-width="{number(width)}" stroke-linecap="round" stroke-linejoin="round"'
        end = f"><title>{escape(label)}</title></path>" if label else "/>"
        self._parts.append(f'<path d={quoteattr(data)} fill="{fill}"{rule}{edge if line != "none" else ""}{more}{end}')

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = FAINT, width: float = 1.0) -> None:
        """A straight line."""
        self.path(f"M{number(x1)},{number(y1)}L{number(x2)},{number(y2)}", line=colour, width=width)

    def circle(
        self, x: float, y: float, radius: float, *, fill: str = "none", line: str = "none", width: float = 1.0
    ) -> None:
        """A circle about (x, y)."""
        edge = "" if line == "none" else f' stroke="{line}" stroke-width="{number(width)}"'
        self._parts.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"{edge}/>')

    def image(self, x: float, y: float, width: float, height: float, png: bytes) -> None:
        """A PNG drawn into a box, each of its pixels as a block: nothing is read between two numbers."""
        box = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        data = base64.b64encode(png).decode("ascii")
        self._parts.append(
            f'<image {box} preserveAspectRatio="none" image-rendering="optimizeSpeed" href="data:image/png;base64,{data}"/>'
        )


def number(value: float, digits: int = 2) -> str:
    """Rounded to ``digits`` after the point, and as short as may be."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def path_of(points: npt.NDArray[np.float64], *, closed: bool = False, digits: int = 2) -> str:
    """(n, 2) px as ``M x,y L …``; one point is a dot under a round cap."""
    pairs = [f"{number(x, digits)},{number(y, digits)}" for x, y in points.tolist()]
    if len(pairs) == 1:
        return f"M{pairs[0]}h0.01"
    return f"M{pairs[0]}L{' '.join(pairs[1:])}{'Z' if closed else ''}"


def paths_of(lines: Iterable[npt.NDArray[np.float64]], digits: int = 2) -> str:
    """Several as one path."""
    return "".join(path_of(line, digits=digits) for line in lines)


def text_width(words: str, size: float) -> float:
    """About how many px a line of words takes, rather too many than too few: fonts differ."""
    return size * sum(0.36 if c in NARROW else 0.95 if c in WIDE else 0.62 for c in words)

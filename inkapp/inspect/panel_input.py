"""What a panel's files are made from: a page that was read, a point, a cell and the controls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inkapp.inspect.page import InkLine, PageReading
from model.trace import Controls


@dataclass(frozen=True, slots=True)
class ChosenCell:
    """One cell to be shown: ``layer``, ``cell`` from 0, one of the ``SIGNALS``, and a sentence on why or what it is."""

    layer: int
    cell: int
    signal: str
    words: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class PanelInput:
    """``line``: one of the page's; ``row``: its point, from 0. ``order``: of each layer's cells, like ones side by side;
    None where there is no table of cells."""

    page: PageReading
    line: InkLine
    row: int
    cell: ChosenCell
    controls: Controls
    seed: int = 0
    order: Sequence[Sequence[int]] | None = None

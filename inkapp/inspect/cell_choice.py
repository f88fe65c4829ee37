"""Chooses a cell to show and says what it predicts, by the table of cells or, without one, by what varies most on the page."""

from __future__ import annotations

import numpy as np

from inkapp.inspect.page import PageReading
from inkapp.inspect.panel_input import ChosenCell
from model.cell_table import KINDS, CellFinding, CellTable

PLAIN = {  # of a table's features, those whose short names need a few words more
    "direction along": "direction: how far to the right",
    "direction down": "direction: how far down",
    "dot or bar owed": "a dot or bar still to be set",
    "down-stroke": "downstroke",
    "height": "height on the line",
    "line's end near": "near the line's end",
    "place on the line": "position along the line",
    "word gap ahead": "a word gap comes next",
}


def sureness(finding: CellFinding) -> float:
    """The lower end of what a cell predicts, 0 for nothing and 1 for all: R², or twice an AUC's way from a coin's half."""
    return finding.low if finding.kind == "number" else 2.0 * finding.low - 1.0


def said_of(table: CellTable, layer: int, cell: int) -> ChosenCell:
    """A cell of the network, its signal that of h or c which predicts better, h of equals. Raises IndexError."""
    found = {kind: table.cell(kind, layer, cell).findings for kind in KINDS}
    best = {
        kind: max((k for k in findings if k.significant), key=sureness, default=None)
        for kind, findings in found.items()
    }
    kind = max(KINDS, key=lambda kind: -1.0 if (one := best[kind]) is None else sureness(one))
    finding = best[kind]
    return ChosenCell(
        layer, cell, kind, _sentence(finding) if finding else "No feature was found that this cell predicts alone."
    )


def best_described(table: CellTable) -> ChosenCell:
    """The cell that predicts a feature most surely; the first one where none does."""
    cells = [(layer, unit) for layer in range(table.layers) for unit in range(table.hidden)]

    def best(cell: tuple[int, int]) -> float:
        return max(
            (sureness(k) for kind in KINDS for k in table.cell(kind, *cell).findings if k.significant), default=-1.0
        )

    return said_of(table, *max(cells, key=best))


def liveliest(page: PageReading) -> ChosenCell:
    """The cell of the top layer whose h varies most over the page: the choice where there is no table."""
    top = page.lines[0].reading.sampler.layers - 1
    states = np.concatenate([line.reading.hidden[1:, top] for line in page.lines])
    cell = int(states.var(axis=0, dtype=np.float64).argmax())
    return ChosenCell(top, cell, "h", "Chosen because it moves most on this page: there is no table of cells.")


def plain(feature: str) -> str:
    """A feature of the table in plain words."""
    return PLAIN.get(feature, feature)


def _sentence(finding: CellFinding) -> str:
    number = finding.kind == "number"
    way = ("Rises with" if number else "High at") if finding.sign > 0 else ("Falls with" if number else "Low at")
    measure = "R²" if number else "AUC"
    score = f"{measure} {finding.score:.2f} (95 %: {finding.low:.2f} to {finding.high:.2f})"
    return f"{way} “{plain(finding.feature)}”: {score} on pages that it was not chosen on."

"""What single cells of the network in use predict, in words, from the cell table beside its weights.

Without a table it says so; of one that cannot be used, or that is of other weights, it says why.
"""

from __future__ import annotations

import os.path
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from inkapp.inspect.cell_choice import plain
from model.sampler import Sampler

if TYPE_CHECKING:
    from model.cell_table import CellFinding, CellTable

NO_TABLE = "No table of cells lies beside these weights: cells stand in the order of the weights and have no names."


@dataclass(frozen=True, slots=True)
class Meaning:
    """A cell that predicts a feature: ``kind`` "h" or "c", its layer and number, which feature, and how well."""

    kind: str
    layer: int
    unit: int
    finding: CellFinding

    @property
    def text(self) -> str:
        """As a list shows it."""
        return (
            f"{plain(self.finding.feature)}  ·  {self.kind} {self.unit}, layer {self.layer}  ·  {_score(self.finding)}"
        )


class Meanings:
    """Reads the table when it is first asked for; ``weights`` is the file of the network that the app uses."""

    def __init__(self, weights: Path) -> None:
        self._weights = weights

    def table(self, sampler: Sampler | None) -> CellTable | None:
        """None where there is none, where it cannot be used, or where it is of another network."""
        table, _ = _table(self._weights)
        if table is None or sampler is None or (table.layers, table.hidden) != (sampler.layers, sampler.hidden):
            return None
        return table if table.weights in (sampler.name, self._weights.stem) else None

    def lack(self, sampler: Sampler | None) -> str:
        """Why cells have no names, in one line; "" where there is a table."""
        if self.table(sampler) is not None:
            return ""
        _, fault = _table(self._weights)
        return f"{fault}; cells stand in the order of the weights and have no names." if fault else NO_TABLE

    def order(self, sampler: Sampler | None, layer: int) -> tuple[int, ...] | None:
        """A layer's cells, like ones side by side; None: as they are numbered."""
        table = self.table(sampler)
        return table.order[layer] if table is not None else None

    def of_cell(self, sampler: Sampler | None, kind: str, layer: int, unit: int) -> str:
        """What a cell predicts best, in one line; "" where nothing was found."""
        table = self.table(sampler)
        if table is None or kind not in table.notes:
            return ""
        findings = [finding for finding in table.cell(kind, layer, unit).findings if finding.significant]
        return "; ".join(f"{plain(finding.feature)} ({_score(finding)})" for finding in findings[:2])

    def said(self, sampler: Sampler | None, signal: str, layer: int, unit: int) -> str:
        """A sentence on a cell; of a gate or a candidate it is on the memory they serve."""
        if lack := self.lack(sampler):
            return lack
        predicted = self.of_cell(sampler, signal if signal in "hc" else "c", layer, unit)
        return f"Predicts: {predicted}." if predicted else "No feature was found that it predicts alone."

    def proposals(self, sampler: Sampler | None) -> list[Meaning]:
        """The three cells that predict each feature best, of all features, the best prediction first."""
        table = self.table(sampler)
        if table is None:
            return []
        best: dict[str, list[Meaning]] = {}
        for kind, layers in table.notes.items():
            for layer, cells in enumerate(layers):
                for unit, notes in enumerate(cells):
                    for finding in notes.findings:
                        if finding.significant:
                            best.setdefault(finding.feature, []).append(Meaning(kind, layer, unit, finding))
        kept = []
        for found in best.values():
            kept += sorted(found, key=lambda one: -one.finding.score)[:3]
        return sorted(kept, key=lambda one: -one.finding.score)


def _score(finding: CellFinding) -> str:
    return f"{'AUC' if finding.kind == 'yes/no' else 'R²'} {finding.score:.2f}"


@lru_cache(maxsize=4)
def _table(weights: Path) -> tuple[CellTable | None, str]:
    """The table and "", or None and what is wrong with the file: "" where there is no file at all."""
    from model.cell_table import TableError, path_of, read_table  # not before a panel asks

    try:
        return read_table(weights), ""
    except TableError as error:
        return None, " ".join(str(error).split()) if os.path.lexists(path_of(weights)) else ""

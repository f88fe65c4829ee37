"""What cells are known for: of a table that cannot be used it is said in one line why, and of none that there is none."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from inkapp.ui.inspector.meanings import NO_TABLE, Meanings
from inkapp.ui.inspector.panels.cells import POINT
from model import cell_table
from model.cell_table import CellFinding, CellNotes, CellTable
from model.sampler import Sampler
from tests.live.fakes import tiny_network
from tests.ui.inspector.conftest import Looker

WIDTH = 16


def good(digest: str) -> bytes:
    """A table of ``tiny_network``: each h tells of loops, and the order is that of the weights turned round."""
    loop = CellNotes(0.0, 1.0, (CellFinding("loop", "yes/no", 1, 0.8, 0.7, 0.9, True),))
    nothing = CellNotes(0.0, 1.0, ())
    notes = {kind: ((one,) * WIDTH,) * 2 for kind, one in (("h", loop), ("c", nothing))}
    return cell_table.dump(CellTable("tiny", digest, (tuple(reversed(range(WIDTH))),) * 2, notes))


def put(folder: Path, make: Callable[[str], bytes | None]) -> Path:
    """A weights file, and beside it what is made of its digest."""
    weights = folder / "tiny.safetensors"
    weights.write_bytes(b"weights")
    data = make(cell_table.digest_of(weights))
    if data is not None:
        cell_table.path_of(weights).write_bytes(data)
    return weights


UNUSABLE: dict[str, tuple[Callable[[str], bytes | None], str]] = {
    "cut off": (lambda digest: good(digest)[:200], "not readable as JSON"),
    "no table": (lambda digest: b"[]\n", "not a table of cells"),
    "of other weights": (lambda digest: good("0" * 64), "made for other weights"),
}


@pytest.mark.parametrize(("make", "fault"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, make: Callable[[str], bytes | None], fault: str) -> None:
    sampler, meanings = Sampler(*tiny_network()), Meanings(put(tmp_path, make))
    lack = meanings.lack(sampler)
    assert lack.startswith("tiny.cells.json: ") and fault in lack and "\n" not in lack
    assert lack.endswith("cells stand in the order of the weights and have no names.")
    assert lack == meanings.said(sampler, "h", 0, 3) and NO_TABLE not in lack
    assert meanings.table(sampler) is None and meanings.order(sampler, 0) is None and meanings.proposals(sampler) == []


def test_a_table_that_is_no_file_says_why(tmp_path: Path) -> None:
    weights = put(tmp_path, lambda digest: None)
    os.mkdir(cell_table.path_of(weights))
    assert re.search(r"tiny\.cells\.json: cannot be read", Meanings(weights).lack(Sampler(*tiny_network())))


def test_where_there_is_no_table_it_is_no_fault(tmp_path: Path) -> None:
    meanings = Meanings(put(tmp_path, lambda digest: None))
    assert meanings.lack(Sampler(*tiny_network())) == NO_TABLE


def test_a_good_table_lacks_nothing_but_for_its_own_network(tmp_path: Path) -> None:
    meanings, sampler = Meanings(put(tmp_path, good)), Sampler(*tiny_network())
    assert meanings.lack(sampler) == "" and meanings.said(sampler, "h", 0, 3) == "Predicts: loop (AUC 0.80)."
    assert meanings.said(sampler, "c", 0, 3) == "No feature was found that it predicts alone."
    assert meanings.lack(Sampler(*tiny_network(24))) == NO_TABLE


@pytest.mark.parametrize("name", ["cells", "cell-on-ink"])
def test_the_panels_say_what_is_wrong_with_the_table(
    looker: Looker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    weights = put(tmp_path, UNUSABLE["of other weights"][0])
    monkeypatch.setattr(looker.inspector.context.meanings, "_weights", weights)
    panel = looker.open(name)
    looker.write("hello")
    looker.until(lambda: "tiny.cells.json" in panel.caption.text())
    said = panel.caption.text()
    assert "tiny.cells.json: made for other weights" in said and NO_TABLE not in said and said != POINT
    looker.until(
        lambda: panel.caption.heightForWidth(panel.caption.width()) <= panel.caption.height()
    )  # once it is laid out
    if name == "cells":
        panel.plots.arrow.emit(0, 1)
        assert panel.caption.text().startswith("Cell ") and "made for other weights" in panel.caption.text()

"""The table of cells: the way there and back, its size, and every damage in one line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model import cell_table
from model.cell_table import CellFinding, CellNotes, CellTable, TableError

WIDTH = 6


def made(digest: str = "0" * 64, width: int = WIDTH) -> CellTable:
    """Two layers of cells, some of which tell something."""
    random = np.random.default_rng(0)

    def notes() -> CellNotes:
        first = CellFinding("loop", "yes/no", -1, 0.8125, 0.75, 0.875, True, bool(random.random() < 0.5))
        second = CellFinding("height", "number", 1, -0.125, -0.25, 0.0, False)
        return CellNotes(0.5, 0.25, (first, second)[: int(random.integers(3))])

    layers = {kind: tuple(tuple(notes() for _ in range(width)) for _ in range(2)) for kind in cell_table.KINDS}
    order = tuple(tuple(int(unit) for unit in random.permutation(width)) for _ in range(2))
    return CellTable("live-9", digest, order, layers)


def put(folder: Path, data: bytes | None = None) -> Path:
    """A weights file and the table beside it."""
    weights = folder / "live.safetensors"
    weights.write_bytes(b"weights")
    cell_table.path_of(weights).write_bytes(
        cell_table.dump(made(cell_table.digest_of(weights))) if data is None else data
    )
    return weights


def test_there_and_back(tmp_path: Path) -> None:
    weights = put(tmp_path)
    found, given = cell_table.read_table(weights), made(cell_table.digest_of(weights))
    assert (found.weights, found.digest, found.order, dict(found.notes)) == (
        given.weights,
        given.digest,
        given.order,
        given.notes,
    )
    assert (found.layers, found.hidden) == (2, WIDTH)
    assert found.cell("c", 1, 3) == given.notes["c"][1][3]
    assert cell_table.dump(found) == cell_table.dump(given)
    assert cell_table.path_of(weights).name == "live.cells.json"


def test_a_real_networks_table_is_small() -> None:
    assert len(cell_table.dump(made(width=512))) < 400_000


def test_numbers_that_are_not_finite_are_not_written() -> None:
    given = made()
    broken = replace(given.notes["h"][0][0], mean=float("nan"))
    layers = {**given.notes, "h": ((broken, *given.notes["h"][0][1:]), given.notes["h"][1])}
    with pytest.raises(ValueError, match="nan has no place"):
        cell_table.dump(CellTable("x", "0" * 64, given.order, layers))


def test_a_table_of_other_weights_is_refused(tmp_path: Path) -> None:
    weights = put(tmp_path, cell_table.dump(made("f" * 64)))
    with pytest.raises(TableError, match=r"live\.cells\.json: made for other weights \(live-9\)"):
        cell_table.read_table(weights)


@pytest.mark.parametrize("shape", [(1, WIDTH), (2, WIDTH + 1), (3, WIDTH)])
def test_a_table_of_another_shape_than_its_weights_is_refused(shape: tuple[int, int], tmp_path: Path) -> None:
    weights = put(tmp_path)
    weights.with_suffix(".json").write_text(json.dumps({"layers": 2, "hidden": WIDTH}), encoding="utf-8")
    assert cell_table.read_table(weights).layers == 2
    weights.with_suffix(".json").write_text(json.dumps(dict(zip(("layers", "hidden"), shape, strict=True))))
    with pytest.raises(TableError, match=r"live\.cells\.json: of other cells \(2 × 6\)"):
        cell_table.read_table(weights)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"live\.cells\.json: cannot be read"):
        cell_table.read_table(tmp_path / "live.safetensors")
    weights = put(tmp_path)
    weights.unlink()
    with pytest.raises(TableError, match=r"live\.safetensors: cannot be read"):
        cell_table.read_table(weights)


def damages() -> dict[str, bytes]:
    """Tables with one fault each."""
    whole = json.loads(cell_table.dump(made()))

    def but(**others: object) -> bytes:
        return json.dumps({**whole, **others}).encode()

    known = [0.5, 0.25, [[0, 1, 0.5, 0.5, 0.5, 1]]]
    layer = [known] * WIDTH
    return {
        "empty": b"",
        "cut off": cell_table.dump(made())[:200],
        "not text": b"\xff\xfe\x00",
        "deep": b"[" * 100_000,
        "a list": b"[]",
        "another form": but(form=2),
        "no order": but(order=[]),
        "no units": but(order=[[], []]),
        "a unit twice": but(order=[[0] * WIDTH, list(range(WIDTH))]),
        "no cells": json.dumps({key: whole[key] for key in whole if key != "c"}).encode(),
        "a layer too few": but(h=whole["h"][:1]),
        "a cell too few": but(h=[whole["h"][0][1:], whole["h"][1]]),
        "a number that is none": but(h=[[["x", 0.25, []], *layer[1:]], layer]),
        "a number beyond": but(h=[[[float("inf"), 0.25, []], *layer[1:]], layer]),
        "a feature that is no word": but(features=[[{}, "yes/no"], ["height", "number"]]),
        "a feature of no kind": but(features=[["loop", "colour"], ["height", "number"]]),
        "a feature without end": but(features=[["loop" * 1000, "yes/no"], ["height", "number"]]),
        "no such feature": but(h=[[[0.5, 0.25, [[9, 1, 0.5, 0.5, 0.5, 1]]], *layer[1:]], layer]),
        "a feature from behind": but(h=[[[0.5, 0.25, [[-1, 1, 0.5, 0.5, 0.5, 1]]], *layer[1:]], layer]),
        "a sign that is none": but(h=[[[0.5, 0.25, [[0, 3, 0.5, 0.5, 0.5, 1]]], *layer[1:]], layer]),
        "too much": but(h=[[[0.5, 0.25, [[0, 1, 0.5, 0.5, 0.5, 1, 1, 1]]], *layer[1:]], layer]),
    }


@pytest.mark.parametrize("damage", damages())
def test_damage_is_one_line(damage: str, tmp_path: Path) -> None:
    weights = put(tmp_path, damages()[damage])
    with pytest.raises(TableError) as caught:
        cell_table.read_table(weights)
    assert "\n" not in str(caught.value) and "live.cells.json" in str(caught.value)

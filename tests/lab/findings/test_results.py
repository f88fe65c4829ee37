"""Results come back as they were kept; damaged ones are named; what decides a run decides its file."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from pathlib import Path

import pytest

from lab.findings.results import keep, lists, number, path_of, recall, spreads
from lab.findings.store import LabError
from lab.networks.budget import Setting
from tests.lab.rows import TINY, result


def test_a_result_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a" / "x.json"
    assert recall(path) is None
    known = result(measures={"far": 3, "list": [0.5, 0.25]})
    keep(path, known)
    assert recall(path) == known
    lost = result(nats=math.inf, curve=(1.0, math.nan), diverged=1)
    keep(path, lost)
    back = recall(path)
    assert back is not None and back.nats == math.inf and back.diverged == 1 and math.isnan(back.curve[1])
    assert "NaN" not in path.read_text() and "Infinity" not in path.read_text()


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"7", b"{}", b"\xff\xfe", b'{"variant": "x"}', b"null", b"[" * 200_000],
    ids=["empty", "cut", "list", "number", "nothing", "binary", "less", "null", "deep"],
)
def test_a_damaged_result_is_named(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(text)
    with pytest.raises(LabError, match=r"x\.json: damaged result .*; delete it"):
        recall(path)


def test_what_cannot_be_read_is_not_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("whole", encoding="utf-8")
    (tmp_path / "x.json").mkdir()
    for path, why in ((tmp_path / "file" / "x.json", "Not a directory"), (tmp_path / "x.json", "Is a directory")):
        with pytest.raises(LabError) as caught:
            recall(path)
        assert str(caught.value) == f"{path}: cannot be read ({why})"


@pytest.mark.parametrize(("field", "value"), [("seed", '"one"'), ("nats", "[1]"), ("curve", "3"), ("diverged", "0.5")])
def test_a_field_of_another_kind_is_damage(field: str, value: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    keep(path, result())
    before = path.read_text()
    start = before.index(f'"{field}": ') + len(field) + 4
    end = before.index("]" if field == "curve" else ",", start) + (field == "curve")
    path.write_text(before[:start] + value + before[end:])
    with pytest.raises(LabError, match=r"x\.json"):
        recall(path)


def test_whatever_decides_a_run_decides_its_file(tmp_path: Path) -> None:
    given = (tmp_path, "s", 1, "LSTM", TINY, 1, "d1")
    path = path_of(*given)
    assert path == path_of(*given) and path.parent == tmp_path / "s" and path.name.startswith("LSTM-1-")
    others = [(1, "t"), (2, 2), (3, "GRU"), (5, 2), (6, "d2")]
    changed = [
        path_of(*(value if k == at else old for k, old in enumerate(given)))  # type: ignore[arg-type]
        for at, value in others
    ]
    for field in fields(Setting):
        value = getattr(TINY, field.name)
        if isinstance(value, bool | int | float):
            changed.append(path_of(*given[:4], replace(TINY, **{field.name: not value}), *given[5:]))  # type: ignore[arg-type]
    assert len({*changed, path}) == len(changed) + 1


def test_figures_over_seeds() -> None:
    results = {"a": [result(nats=1.0, measures={"m": 2, "l": [1, 2]}), result(nats=math.inf, diverged=3)]}
    assert spreads(results, "nats")["a"].values == (1.0,) and spreads(results, "m")["a"].values == (2.0,)
    assert [spread.values for spread in lists(results, "l")["a"]] == [(1.0,), (2.0,)]
    assert math.isnan(number(results["a"][1], "m"))

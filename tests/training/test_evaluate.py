"""The published figure against a computation by hand, and what the command says of lines it could not use."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import save
from model.strokes import Representation, measure_frame, resample, to_rows
from tests.agreement.reference import Reference
from tests.model import nets
from tests.training import archives
from training import evaluate
from training.data.dataset import time_rows
from training.data.iam import parse_line
from training.lattice.lattice import Lattice
from training.lattice.posterior import gains

KEYS = {"lines", "points", "missing", "nats_per_line", "nats_per_point", "sse", "weights", "normalisation"}


def weights(folder: Path, kind: str, **change: object) -> tuple[Path, Reference, list[float]]:
    tensors, config = nets.make(layers=2, hidden=12, inputs=3 if kind == "time" else 4, components=3)
    scale = [60.0, 50.0] if kind == "time" else [0.7, 0.6]
    config |= {"input_scale": scale, "representation": Representation(kind).to_json(), **change}  # type: ignore[arg-type]
    save(folder / "net.safetensors", tensors, config)
    return folder / "net.safetensors", Reference(tensors, config), scale


def by_hand(reference: Reference, rows: np.ndarray, scale: list[float]) -> tuple[float, float]:
    """Nats and squared error of one line, point for point, in plain NumPy."""
    nats = errors = 0.0
    for head, row in zip(reference.heads(rows[:-1]).astype(float), rows[1:].astype(float), strict=True):
        w, mx, my, lx, ly, raw = head[1:].reshape(6, 3)
        w = np.exp(w - w.max()) / np.exp(w - w.max()).sum()
        sx, sy, rho = np.exp(lx.clip(-7, 5)), np.exp(ly.clip(-7, 5)), 0.999 * np.tanh(raw)
        x, y = row[0] / scale[0], row[1] / scale[1]
        zx, zy = (x - mx) / sx, (y - my) / sy
        exponent = -(zx**2 + zy**2 - 2 * rho * zx * zy) / (2 * (1 - rho**2))
        density = w / (2 * np.pi * sx * sy * np.sqrt(1 - rho**2))
        top = exponent.max()
        nats -= np.log((density * np.exp(exponent - top)).sum()) + top
        pen = 1 / (1 + np.exp(-head[0]))
        nats -= np.log(pen if row[2] else 1 - pen)
        errors += (w @ mx - x) ** 2 + (w @ my - y) ** 2
    return nats, errors


@pytest.mark.parametrize("kind", ["time", "space"])
def test_the_figure_is_that_of_a_computation_by_hand(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, reference, scale = weights(tmp_path, kind)
    files = archives.members(1)
    good = dict(files)
    files[next(iter(files))] = b"<broken"
    del good[next(iter(files))]
    data = archives.write(tmp_path / "data", files, listed=(archives.name_of("z00-000", 1),))
    split = data / "graves-validation.txt"
    assert evaluate.main(["--data", str(data), "--split", str(split), "--weights", str(path), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures.keys() >= KEYS
    nats = errors = 0.0
    points = resting = 0
    for name, xml in good.items():
        line = parse_line(name, xml)
        if kind == "time":
            rows = np.zeros((len(line.points), 3), np.float32)
            rows[1:, :2] = np.diff(line.points[:, :2], axis=0)
            rows[:, 2] = line.lift
        else:
            strokes = [s[:, :2].astype(float) for s in line.strokes()]
            frame = measure_frame(strokes)
            rows = to_rows([resample(frame.to_local(s), Representation()) for s in strokes], height=True)
        found = by_hand(reference, rows, scale)
        nats, errors, points = nats + found[0], errors + found[1], points + len(rows) - 1
        resting += int((rows[1:, :2] == 0).all(axis=1).sum())
    assert figures["lines"] == len(good) and figures["points"] == points
    assert figures["missing"] == 1 and figures["rejected"] == {"not well-formed": 1}
    assert figures["nats_per_line"] == pytest.approx(nats / len(good), rel=1e-4)
    assert figures["nats_per_point"] == pytest.approx(nats / points, rel=1e-4)
    assert figures["sse"] == pytest.approx(errors / points, rel=1e-4)
    still = figures["at_rest"]
    assert still["points"] == resting
    whole = still["nats_per_line_of_the_others"] + resting * still["nats_per_point"] / len(good)
    assert whole == pytest.approx(figures["nats_per_line"])
    assert figures["weights"] == "test-2x12"
    assert figures["normalisation"] == {"representation": kind, "offsets_divided_by": scale}


def test_lines_of_300_points_are_counted_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _, _ = weights(tmp_path, "time")
    long, short = (archives.xml(archives.loops(k, points=n)) for k, n in ((1, 50), (2, 49)))  # 301 and 295 points

    def figures(*files: bytes) -> dict[str, object]:
        members = {archives.name_of("q11-000", k): xml for k, xml in enumerate(files, 1)}
        data = archives.write(tmp_path / f"data-{len(files)}", members)
        words = ["--data", str(data), "--split", str(data / "graves-train.txt"), "--weights", str(path), "--json"]
        assert evaluate.main(words) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    alone, both = figures(long), figures(long, short)
    assert both["lines_of_300_points"] == {"lines": 1, "nats_per_line": pytest.approx(alone["nats_per_line"])}


def test_clipped_offsets_are_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _, _ = weights(tmp_path, "time")
    strokes = archives.loops(1)
    strokes[2] = strokes[2] + (9000.0, 0.0, 0.0)  # there and back again: two jumps
    data = archives.write(tmp_path / "data", {archives.name_of("q11-000", 1): archives.xml(strokes)})
    assert evaluate.main(["--data", str(data), "--split", str(data / "graves-train.txt"), "--weights", str(path)]) == 0
    table = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert table["clipped"].strip() == "2" and table["lines"].strip() == "1"


def test_what_knowing_the_digitizer_takes_off_is_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The network's own figure stays what it is; the other is less by what ``training.lattice`` takes off each line."""
    data = archives.write(tmp_path / "data", archives.members(2))
    split = data / "graves-train.txt"

    def figures(**change: object) -> dict[str, object]:
        path, _, _ = weights(tmp_path, "time", **change)
        words = ["--data", str(data), "--split", str(split), "--weights", str(path), "--json"]
        assert evaluate.main(words) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    without, with_it = figures(), figures(digitizer={"factor": 0.707})
    assert without["digitizer"] is None
    assert figures(recorder={"factor": 0.707}) == with_it  # the key in weights that shipped before
    known = with_it.pop("digitizer")
    assert with_it == {key: value for key, value in without.items() if key != "digitizer"}
    _, reference, scale = weights(tmp_path, "time")
    taken = 0.0
    names = split.read_text().split()
    for name in names:
        rows, _ = time_rows(parse_line(name, archives.members(2)[name]))
        heads = reference.heads(rows[:-1])[:, None]
        one = gains(heads, rows[1:, None, :2], np.array([len(rows) - 1]), (scale[0], scale[1]), Lattice(0.707))
        taken += float(one.sum())
    assert isinstance(known, dict) and known["factor"] == 0.707
    assert taken != 0 and known["nats_per_line"] == pytest.approx(
        without["nats_per_line"] - taken / len(names), rel=1e-4
    )
    assert known["nats_per_point"] * without["points"] == pytest.approx(known["nats_per_line"] * len(names))
    assert known["nats_per_line_of_300_points"] == 0.0


@pytest.mark.parametrize(
    "fault",
    [
        "data",
        "split",
        "weights",
        "damaged",
        "no representation",
        "odd kind",
        "dots",
        "digitizer",
        "odd digitizer",
        "context",
    ],
)
def test_what_cannot_be_evaluated_is_one_line(fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _, _ = weights(tmp_path, "space")
    name = archives.name_of("q11-000", 1)
    dots = b'<S><Stroke><Point x="1" y="2"/></Stroke><Stroke><Point x="9" y="2"/></Stroke></S>'
    data = archives.write(tmp_path / "data", {name: dots if fault == "dots" else archives.xml(archives.loops(1))})
    words = {"--data": data, "--split": data / "graves-train.txt", "--weights": path}
    match fault:
        case "data" | "split" | "weights":
            words[f"--{fault}"] = tmp_path / "nowhere"
        case "damaged":
            path.write_bytes(path.read_bytes()[:100])
        case "no representation":
            weights(tmp_path, "space", representation={"colour": "blue"})
        case "odd kind":
            weights(tmp_path, "space", representation={"kind": "smell"})
        case "digitizer":
            weights(tmp_path, "space", digitizer={"factor": 0.707})
        case "odd digitizer":
            weights(tmp_path, "time", digitizer={"factor": "much"})
    more = ["--context"] if fault == "context" else []
    assert evaluate.main([*more, *(str(word) for pair in words.items() for word in pair)]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1 and captured.err.startswith("training.evaluate: ")

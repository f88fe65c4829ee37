"""The command on made-up writing: its figures add up, and what it is given wrong is told in one line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from lab.measure import calibrate
from lab.measure.calibration_figure import reliability_diagram
from model.checkpoint import save
from model.strokes import Representation
from tests.model import nets
from tests.training import archives
from training.data.iam import read_lines, read_list
from training.evaluate import evaluate


@pytest.fixture
def words(tmp_path: Path) -> dict[str, str]:
    """The command's arguments, with one component held at rest and forms apart to fit on."""
    tensors, config = nets.make(layers=1, hidden=12, inputs=3, components=3)
    config |= {"input_scale": [60.0, 50.0], "representation": Representation("time").to_json()}
    for block, value in ((1, 0.0), (2, 0.0), (3, -8.0), (4, -8.0), (5, 0.0)):
        tensors["head.weight"][1 + block * 3] = 0.0
        tensors["head.bias"][1 + block * 3] = value
    save(tmp_path / "net.safetensors", tensors, config)
    files = archives.members(2)
    name, strokes = archives.name_of(archives.TRAIN_FORMS[0], 1), archives.loops(0, letters=4)
    strokes[1][4] = strokes[1][3]  # the pen rests once
    files[name] = archives.xml(strokes)
    data = archives.write(tmp_path / "data", files, listed=(archives.name_of("z00-000", 1),))
    listed = [archives.name_of(form, k) for form in (*archives.TRAIN_FORMS, "z00-000") for k in (1, 2)]
    (data / "graves-validation.txt").write_text("\n".join(listed))
    return {"--data": str(data), "--weights": str(tmp_path / "net.safetensors")}


def run(words: dict[str, str], *more: str) -> int:
    return calibrate.main([*(word for pair in words.items() for word in pair), *more])


def test_the_figures_add_up(words: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words, "--json", "--out", str(tmp_path)) == 0
    figures = json.loads(capsys.readouterr().out)
    names = read_list(Path(words["--data"]) / "graves-validation.txt")
    wanted = evaluate(Path(words["--weights"]), *read_lines(Path(words["--data"]), names))
    assert figures["lines"] == wanted["lines"] == 8 and figures["missing"] == wanted["missing"] == 2
    assert figures["points"] == wanted["points"]
    assert figures["at_rest"] == wanted["at_rest"]["points"] >= 1
    assert figures["nats_per_line"]["as trained"] == pytest.approx(wanted["nats_per_line"], rel=1e-5)
    assert figures["fitted_on"]["lines"] == 4
    assert list(figures["regions"]) == ["as trained", "fitted", "T = 0.3", "T = 0.5", "T = 0.7", "T = 1.0"]
    moved = figures["points"] - figures["at_rest"]
    for row in figures["regions"].values():
        assert sum(row["ranks"]) == moved
        for level in (50, 90, 99):
            assert row[str(level)]["share"] == pytest.approx(sum(row["ranks"][:level]) / moved)
    for key in ("lift", "rest"):
        for row in figures[key].values():
            assert sum(b["count"] for b in row["bins"]) == figures["points"]
            assert row["share"] * figures["points"] == pytest.approx(sum(b["share"] * b["count"] for b in row["bins"]))
    picture = (tmp_path / "calibration.svg").read_bytes()
    assert picture.startswith(b"<?xml") and b"share that lifted" in picture
    assert picture == reliability_diagram(figures)


def test_the_tables_name_all_of_it_and_a_run_can_be_repeated(
    words: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words, "--lines", "5") == 0
    first = capsys.readouterr().out
    assert run(words, "--lines", "5") == 0
    assert capsys.readouterr().out == first
    for word in ("fitted on 4 held-out lines", "| T = 0.7 |", "nats per line", "calibration error", "predicted"):
        assert word in first


@pytest.mark.parametrize(
    "fault", ["data", "split", "weights", "lines", "out", "all reported", "damaged", "no matplotlib"]
)
def test_what_cannot_be_asked_is_one_line_and_leaves_the_picture(
    fault: str,
    words: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "calibration.svg").write_text("as before")
    words["--out"] = str(tmp_path)
    match fault:
        case "lines":
            words["--lines"] = "0"
        case "all reported":
            words["--split"] = str(Path(words["--data"]) / "graves-train.txt")
        case "damaged":
            Path(words["--weights"]).write_bytes(b"nothing")
        case "no matplotlib":
            monkeypatch.delitem(sys.modules, "lab.measure.calibration_figure", raising=False)
            monkeypatch.delitem(sys.modules, "lab.findings.figure", raising=False)
            monkeypatch.setitem(sys.modules, "matplotlib", None)
        case _:
            words[f"--{fault}"] = str(tmp_path / "nowhere")
    assert run(words) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1 and captured.err.startswith("lab.measure.calibrate: ")
    assert (tmp_path / "calibration.svg").read_text() == "as before"

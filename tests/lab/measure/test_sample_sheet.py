"""The sheet is made from rows of our own, and says in one line what it cannot read."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from lab.measure import sample_sheet
from model.checkpoint import LIVE
from model.sampler import Sampler
from tools.synthetic.words import write


@pytest.fixture(scope="module")
def sampler() -> Sampler:
    return Sampler.load(LIVE)


def test_each_row_has_a_cell_a_temperature(sampler: Sampler) -> None:
    rows = [next(sample_sheet.by_script()), *sample_sheet.by_network(sampler, 1)]
    picture, missed = sample_sheet.draw(rows, sampler, (0.4, 0.8), seed=1)
    groups = ElementTree.fromstring(picture).findall("{http://www.w3.org/2000/svg}g")
    assert missed == 0 and len(groups) == 4
    for group in groups:
        *_, prime, ghost = (path.get("d", "") for path in group)
        assert prime.count("M") == len(rows[groups.index(group) // 2].strokes)
        assert ghost.count("M") >= 1 and len(ghost) > 200


def test_the_scripts_rows_differ_in_hand_and_device() -> None:
    rows = list(sample_sheet.by_script())
    assert len(rows) == len(sample_sheet.MOUSE) and len({len(row.strokes[0]) for row in rows}) > 3
    assert rows[0].strokes[: len(write("the", 0, 0, 4.0))] == rows[0].strokes


@pytest.mark.parametrize("arguments", [["--weights", "none.safetensors"], ["--data", "nowhere"], ["-o", "."]])
def test_what_cannot_be_read_or_written_is_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sample_sheet, "MOUSE", sample_sheet.MOUSE[:1])
    monkeypatch.setattr(sample_sheet, "by_network", lambda sampler, count: [])
    assert sample_sheet.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and said.err.startswith("lab.measure.sample_sheet: ")
    assert list(tmp_path.iterdir()) == []

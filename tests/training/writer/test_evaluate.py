"""The command's figures with texts: against each line by itself, and what they are without the text, or with another's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.alphabet import CHARACTERS, to_ids
from model.attention import Attention, find_faults
from model.checkpoint import TEXT_WINDOW, save
from model.strokes import Representation
from tests.training import archives
from tests.training.writer.networks import CONFIG, WINDOW, network
from training import evaluate
from training.data.iam import read_lines, read_list
from training.network import mixture_nats
from training.tensors import arrays
from training.writer.batch import Sample, collate_texts
from training.writer.evaluate import other_text
from training.writer.pairs import PairedLines
from training.writer.prepared import prepare_lines
from training.writer.settings import Pairs

SCALE = (0.7, 0.6)


def weights_in(folder: Path) -> Path:
    config = {
        "architecture": TEXT_WINDOW,
        "name": "writer",
        "inputs": ["dx", "dy", "lift", "height"],
        "input_scale": list(SCALE),
        "representation": Representation().to_json(),
        "alphabet": CHARACTERS,
        "window": WINDOW.to_json(),
        **{key: getattr(CONFIG, key) for key in ("layers", "hidden", "components")},
    }
    save(folder / "net.safetensors", arrays(network(), ""), config)
    return folder / "net.safetensors"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    files = archives.members(2)
    folder = archives.write(tmp_path / "data", files, "folder", listed=("lineStrokes/q11/q11-000/q11-000-09.xml",))
    archives.write_texts(folder, {name: "#" if n == 3 else f"Line {n}" for n, name in enumerate(files)})
    return folder


def figures(data: Path, weights: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    words = ["--data", str(data), "--split", str(data / "graves-train.txt"), "--weights", str(weights), *more]
    assert evaluate.main([*words, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_figures_are_those_of_each_line_by_itself(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = figures(data, weights_in(tmp_path), capsys, "--with-text")
    names = read_list(data / "graves-train.txt")
    texts = {name: f"Line {n}" for n, name in enumerate(archives.members(2)) if n != 3}
    pairs = PairedLines(prepare_lines(read_lines(data, names)[0], texts, Representation(), straight=False), Pairs())
    net, nats, points = network(), 0.0, 0
    found, early, beyond, faults, rows = [], [], [], [], []
    for index in range(len(pairs)):
        sample = pairs.plain(index)
        batch = collate_texts([sample], SCALE)
        cost = mixture_nats(net.predict(batch), batch.target)[:, 0].detach().numpy()
        nats += float(cost[sample.begin :].sum())
        points += len(sample.rows) - 1 - sample.begin
        _, end, place, seen = (part[:, 0].detach().numpy() for part in net.read(batch))
        says = end[sample.begin :][sample.rows[sample.begin + 1 :, 2] > 0.5] > 0
        found.append(says[-1])
        early += says[:-1].tolist()
        attention = Attention(place[sample.begin :], seen[sample.begin :])
        faults.append(find_faults(attention, ended=True))
        rows += attention.rows[:-1].tolist()
        beyond.append(place[-1].min() - (len(sample.ids) - 1))
    assert (told["lines"], told["points"], told["missing"], told["without_text"]) == (11, points, 1, 1)
    assert told["nats_per_line"] == pytest.approx(nats / 11, rel=1e-4)
    assert told["nats_per_point"] == pytest.approx(nats / points, rel=1e-4)
    assert told["ends"]["found"] == pytest.approx(np.mean(found))
    assert told["ends"]["early"] == pytest.approx(np.mean(early))
    assert told["ends"]["characters_beyond"] == pytest.approx(np.percentile(beyond, (1, 50, 99)), abs=1e-4)
    assert told["faults"]["lines_with_any"] == pytest.approx(np.mean([bool(part) for part in faults]))
    assert told["faults"]["early"] == pytest.approx(np.mean([part.early for part in faults])) and any(faults)
    assert told["faults"]["rows_at_a_character"][-1] == max(rows)
    assert told["hidden_text"] != told["wrong_text"] and told["wrong_text"]["nats_per_line"] != told["nats_per_line"]


def test_weights_that_write_no_text_are_refused_in_one_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(data), "--split", str(data / "graves-train.txt"), "--with-text"]
    assert evaluate.main(words) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and TEXT_WINDOW in error


def test_the_wrong_text_is_another_one_of_like_length() -> None:
    texts = ["ab", "ab", "ab", "abc"]
    samples = [
        Sample(np.zeros((2, 4), dtype=np.float32), 0, to_ids(text), np.ones(1, dtype=np.float32)) for text in texts
    ]
    assert [other_text(samples, at) for at in range(4)] == [*[to_ids("abc")] * 3, to_ids("ab")]
    assert other_text(samples[:1], 0) == to_ids("ab")

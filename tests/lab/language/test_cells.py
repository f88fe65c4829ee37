"""The search for cells that mean something: on a network with a cell that was built to, and by the command on a tiny one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lab.language import cells
from lab.language.cells import ask_cells, best_cells, held, main, remembered, untrained
from lab.language.features import INSIDE, NAMES
from model.character_lstm import CharacterLstm
from model.checkpoint import save
from tests.model.character_networks import CONFIG, weights
from tests.training.language.made_up import WORDS

UNIT = 4  # of layer 0


def spoken(count: int, seed: int) -> list[str]:
    """Texts with speech in them, of words that say nothing."""
    random = np.random.default_rng(seed)

    def some(most: int) -> str:
        return " ".join(random.choice(WORDS, size=int(random.integers(3, most))).tolist())

    return [f'{some(9)}, "{some(9)}," {some(6)}. "{some(12)}." {some(9)}.'.capitalize() for _ in range(count)]


def built() -> CharacterLstm:
    """A network of which one cell is turned over by each quotation mark, between −1 and 1, and the softmax reads it."""
    made = weights()
    hidden, mark = 8, CONFIG["alphabet"].index('"') + 1
    own = [UNIT + gate * hidden for gate in range(4)]  # i, f, g, o
    made["embedding.weight"][:, 0] = 0.0
    made["embedding.weight"][mark, 0] = 1.0
    for name in ("weight_ih_l0", "weight_hh_l0"):
        made[f"lstm.0.{name}"][own] = 0.0
    made["lstm.0.bias_hh_l0"][own] = 0.0
    made["lstm.0.bias_ih_l0"][own] = [-9.0, 9.0, 0.0, 9.0]  # nothing is taken, all is kept, and shown
    made["lstm.0.weight_ih_l0"][own, 0] = [18.0, -18.0, 4.0, 0.0]  # but at a mark: all is taken, nothing is kept …
    made["lstm.0.weight_hh_l0"][own[2], UNIT] = -12.0  # … of the other side
    made["head.weight"][mark, UNIT] = 6.0
    return CharacterLstm(made, CONFIG)


def test_it_finds_the_cell_that_was_built_to_tell():
    fitting, judging = (ask_cells(built(), spoken(12, seed)) for seed in (1, 2))
    best = best_cells(fitting, judging)
    quotes = best[NAMES[INSIDE]]
    assert quotes.cell == UNIT and quotes.score == pytest.approx(1.0, abs=0.01)
    assert quotes.low <= quotes.score <= quotes.high + 1e-9
    assert set(best) == {name for name in NAMES if name != "digit"}  # there is none
    near, far, *beyond = remembered(judging, quotes)
    assert near > 0.99 and far > 0.99 and len(beyond) == len(cells.AGO) - 2
    chance = CharacterLstm(untrained(CONFIG), CONFIG)
    other = best_cells(ask_cells(chance, spoken(12, 1)), ask_cells(chance, spoken(12, 2)), INSIDE)
    assert set(other) == {NAMES[INSIDE]} and other[NAMES[INSIDE]].score < quotes.score


def test_what_is_held_moves_the_odds_of_a_mark():
    network, texts = built(), spoken(6, 3)
    moved = held(network, ask_cells(network, spoken(12, 1)), UNIT, texts)
    assert moved["held as inside, text outside"] != pytest.approx(0.0, abs=0.1)
    assert abs(moved["held as inside, text inside"]) < abs(moved["held as inside, text outside"])
    assert moved["held as inside, text outside"] * moved["held as outside, text inside"] < 0


def test_the_command_tells_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    save(tmp_path / "tiny.safetensors", weights(), CONFIG)
    for name, seed in (("fit", 1), ("text", 2)):
        (tmp_path / f"{name}.txt").write_text("\n".join(spoken(10, seed)) + "\n")
    words = ["--network", str(tmp_path / "tiny.safetensors"), "--figure", str(tmp_path / "cells.svg")]
    texts = ["--fit", str(tmp_path / "fit.txt"), "--text", str(tmp_path / "text.txt")]
    assert main([*words, *texts]) == 0
    out = capsys.readouterr().out
    for line in (
        "inside quotation marks: cell",
        "untrained",
        "characters after the mark",
        "held as inside, text outside",
    ):
        assert line in out
    drawn = (tmp_path / "cells.svg").read_text()
    assert drawn.startswith("<svg") and "&quot;" not in drawn and drawn.count("<text") > 100


def test_texts_without_speech_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    save(tmp_path / "tiny.safetensors", weights(), CONFIG)
    (tmp_path / "text.txt").write_text("Nobody spoke.\nNobody wrote 1 line.\n")
    text, network = str(tmp_path / "text.txt"), str(tmp_path / "tiny.safetensors")
    assert main(["--network", network, "--fit", text, "--text", text, "--figure", str(tmp_path / "cells.svg")]) == 2
    assert "no quotation marks" in capsys.readouterr().err

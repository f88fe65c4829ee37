"""The app's own hands: pages by the network alone, chosen for being legible and unlike each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from inkapp.ink.document import Author, Page
from inkapp.ink.hand_file import load_hand
from lab.writers.embedding import HandEmbedding
from model.batched_writer import BatchedWriter
from tests.live.compose.networks import MadeUpNetwork
from tools import built_in_hands, hand_sheets
from tools.built_in_hands import PAGE_LINES, TRIED, Candidate, candidates, choose, first_page, lines_of, page_in


@dataclass
class Reading:
    text: str


class PatientReader:
    """Reads what is asked of it in turn; ``wrong``: how many letters of each it leaves out."""

    def __init__(self, wrong: int = 0) -> None:
        self.wrong, self.count = wrong, 0

    def read(self, ink: Sequence[np.ndarray]) -> Reading:
        return Reading(self.text(ink))

    def text(self, ink: Sequence[np.ndarray]) -> str:
        text = (*PAGE_LINES, TRIED)[self.count % (len(PAGE_LINES) + 1)]
        self.count += 1
        return text[self.wrong :]


def embedding() -> HandEmbedding:
    torch.manual_seed(0)
    return HandEmbedding().eval()


def test_a_page_is_the_networks_alone_and_its_lines_are_the_typed_ones() -> None:
    network = MadeUpNetwork()
    page = page_in(network, first_page(network, 1, 0.0, 1.0), 1)
    assert {stroke.author for stroke in page.strokes} == {Author.MODEL}
    lines = lines_of(page)
    assert len(lines) == len(PAGE_LINES) and sum(map(len, lines)) == len(page.strokes)
    assert np.all(np.diff([np.mean([stroke.y.mean() for stroke in line]) for line in lines]) > 0)


def test_candidates_that_are_hard_to_read_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built_in_hands, "WIDTHS", (1.0,))
    found = list(candidates(MadeUpNetwork(), PatientReader().text, embedding(), 1))
    assert len(found) > 1 and all(one.errors == 0.0 for one in found)
    assert not list(candidates(MadeUpNetwork(), PatientReader(wrong=20).text, embedding(), 1))


def test_a_first_line_is_leant_and_stretched() -> None:
    plain, changed = (first_page(MadeUpNetwork(), 1, *shape).strokes for shape in ((0.0, 1.0), (0.35, 1.1)))
    x, y, now = (np.concatenate(part) for part in ([s.x for s in plain], [s.y for s in plain], [s.x for s in changed]))
    found = np.linalg.lstsq(np.stack((x, -y, np.ones(len(x))), axis=1), now, rcond=None)[0]
    assert found[:2] == pytest.approx([1.1, 0.35])


def test_the_first_is_the_most_legible_and_the_others_are_far_from_all() -> None:
    made = [
        Candidate(Page(), np.array(vector, dtype=np.float32), errors, {})
        for vector, errors in (((1.0, 0.0), 0.02), ((0.9, 0.4), 0.03), ((-1.0, 0.0), 0.05), ((0.0, 1.0), 0.05))
    ]
    assert choose(made, 3) == [made[0], made[2], made[3]]
    with pytest.raises(ValueError, match="only 4 hands"):
        choose(made, 5)


def test_files_and_pictures_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BatchedWriter, "load", lambda path: MadeUpNetwork())
    monkeypatch.setattr(built_in_hands, "WIDTHS", (1.0,))
    monkeypatch.setattr(built_in_hands, "load_embedding", lambda path: embedding())
    monkeypatch.setattr(built_in_hands.Reader, "load", lambda path: PatientReader())
    words = ["--weights", "w", "--embedding", "e", "--seeds", "1", "--count", "3"]
    for folder in ("one", "two"):
        assert built_in_hands.main([*words, "-o", str(tmp_path / folder)]) == 0
    files = sorted((tmp_path / "one").iterdir())
    assert len(files) == 3
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in sorted((tmp_path / "two").iterdir())]
    assert len({load_hand(file).id for file in files}) == 3
    assert hand_sheets.main([str(tmp_path / "pictures"), "--weights", "w", "--hands", str(tmp_path / "one")]) == 0
    assert {path.name for path in (tmp_path / "pictures").iterdir()} == {"three-hands.png", "twelve-hands.png"}


def test_too_few_hands_are_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(tmp_path / "pictures"), "--weights", "none.safetensors", "--hands", str(tmp_path)]
    assert hand_sheets.main(words) == 2
    assert capsys.readouterr().err.count("\n") == 1

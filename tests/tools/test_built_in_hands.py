"""The app's own hands: pages by the network alone, chosen for being legible and unlike each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, cycle
from pathlib import Path

import numpy as np
import pytest
import torch

from inkapp.ink.document import Page
from inkapp.ink.hand_file import load_hand
from lab.writers.embedding import HandEmbedding
from model.batched_writer import BatchedWriter
from tests.live.compose.networks import MadeUpNetwork
from tools import built_in_hands, hand_sheets
from tools.bred_hands import FIRST_TEXT, LATER_TEXTS, LITTER
from tools.built_in_hands import AIMS, TRIED, Candidate, candidates, choose
from tools.hand_looks import LOOKS
from tools.hand_pages import PAGE_LINES


@dataclass
class Reading:
    text: str


class OrderlyReader:
    """Reads what was written, in the order in which a reader is asked: first lines, then hand after hand.

    ``wrong``: how many letters it leaves out of what the app writes in a hand.
    """

    def __init__(self, first: int, wrong: int = 0) -> None:
        bred = [text for text in LATER_TEXTS for _ in range(LITTER)]
        tried = [text[wrong:] for text in TRIED]
        self.said = chain([FIRST_TEXT] * first, cycle([*bred, *PAGE_LINES, *tried]))

    def read(self, ink: Sequence[np.ndarray]) -> Reading:
        return Reading(next(self.said))


class NoReader:
    """Reads nothing."""

    def read(self, ink: Sequence[np.ndarray]) -> Reading:
        return Reading("")


def embedding() -> HandEmbedding:
    torch.manual_seed(0)
    return HandEmbedding().eval()


@pytest.fixture(autouse=True)
def blotted_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up letters go back over their own stems."""
    monkeypatch.setattr(built_in_hands, "MOST_BLOTTED", 0.3)


def made(aim: int, errors: float = 0.0, **looks: float) -> Candidate:
    usual = {measure: look[0] for measure, look in LOOKS.items()} | {"blotted": 0.1}
    return Candidate(aim, Page(), (), errors, usual | looks)


def test_candidates_that_are_hard_to_read_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built_in_hands, "AIMS", AIMS[:2])
    found = list(candidates(MadeUpNetwork(), OrderlyReader(2), 2, 1))
    assert [one.aim for one in found] == [0, 1] and all(one.errors == 0.0 for one in found)
    assert not list(candidates(MadeUpNetwork(), OrderlyReader(2, wrong=20), 2, 1))


@pytest.mark.process
def test_two_processes_make_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built_in_hands, "AIMS", AIMS[:2])
    for most in ("MOST_MISREAD_LINES", "MOST_MISREAD_PAGE", "MOST_MISREAD"):
        monkeypatch.setattr(built_in_hands, most, 9.0)
    one, two = (list(candidates(MadeUpNetwork(), NoReader(), 3, 1, processes)) for processes in (1, 2))
    assert [candidate.looks for candidate in one] == [candidate.looks for candidate in two]
    assert len(one) == 2


def test_the_first_is_the_most_legible_and_the_others_are_far_from_all_one_for_each_aim() -> None:
    found = [made(0, 0.0), made(0, 0.01), made(1, 0.02), made(2, 0.02), made(3, 0.06)]
    vectors = [np.array(vector) for vector in ((1.0, 0.0), (-1.0, 0.0), (0.9, 0.4), (-1.0, 0.1), (-1.0, -0.1))]
    assert choose(found, vectors, 3) == [found[0], found[3], found[2]]  # the last is misread, the second of one aim
    assert len(choose(found, vectors, 5)) == 4


def test_hands_that_look_unlike_are_far_apart_whatever_the_embedding_says() -> None:
    found = [made(0), made(1, 0.01), made(2, 0.01, slant=0.6)]
    assert choose(found, [np.array((1.0, 0.0))] * 3, 2) == [found[0], found[2]]


def test_files_and_pictures_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BatchedWriter, "load", lambda path, **options: MadeUpNetwork())
    monkeypatch.setattr(built_in_hands, "AIMS", AIMS[:3])
    monkeypatch.setattr(built_in_hands, "load_embedding", lambda path: embedding())
    monkeypatch.setattr(built_in_hands.Reader, "load", lambda path: OrderlyReader(2))
    words = ["--weights", "w", "--embedding", "e", "--seeds", "2", "--tries", "1", "--count", "3", "--processes", "1"]
    for folder in ("one", "two"):
        assert built_in_hands.main([*words, "-o", str(tmp_path / folder)]) == 0
    files = sorted((tmp_path / "one").iterdir())
    assert len(files) == 3
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in sorted((tmp_path / "two").iterdir())]
    assert len({load_hand(file).id for file in files}) == 3
    assert hand_sheets.main([str(tmp_path / "pictures"), "--weights", "w", "--hands", str(tmp_path / "one")]) == 0
    assert {path.name for path in (tmp_path / "pictures").iterdir()} == {"twelve-hands.png"}


@pytest.mark.parametrize(("there", "told"), [(True, "hands in it already"), (False, "only 0 hands")])
def test_what_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], there: bool, told: str
) -> None:
    monkeypatch.setattr(BatchedWriter, "load", lambda path, **options: MadeUpNetwork())
    monkeypatch.setattr(built_in_hands, "AIMS", AIMS[:1])
    monkeypatch.setattr(built_in_hands, "load_embedding", lambda path: embedding())
    monkeypatch.setattr(built_in_hands.Reader, "load", lambda path: NoReader())
    if there:
        (tmp_path / "old.hand").touch()
    words = ["--weights", "w", "--embedding", "e", "--seeds", "1", "--tries", "1", "--processes", "1"]
    assert built_in_hands.main([*words, "-o", str(tmp_path)]) == 2
    assert told in capsys.readouterr().err


def test_too_few_hands_are_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(tmp_path / "pictures"), "--weights", "none.safetensors", "--hands", str(tmp_path)]
    assert hand_sheets.main(words) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("most", ["MOST_UNEVEN", "MOST_BLOTTED"])
def test_nothing_crooked_is_kept(most: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built_in_hands, "AIMS", AIMS[:1])
    monkeypatch.setattr(built_in_hands, most, 0.001)
    assert not list(candidates(MadeUpNetwork(), OrderlyReader(2), 2, 1))

"""The commands that measure typed text run from end to end on made-up writing, and tell the same twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from lab import drawn_signs, faults, legibility, similarity
from lab.typed import primed, read_back
from lab.typed.misread import Fault
from lab.typed.written import Ink
from model.checkpoint import save
from model.reader import Reader
from tests.lab.typed.small import small_networks, typed_data
from tests.model import nets

Command = Callable[[Sequence[str]], int]


def figures(command: Command, words: list[str], folder: Path) -> dict[str, object]:
    """What a command writes as JSON."""
    assert command([*words, "--json", str(folder / "told.json")]) == 0
    return json.loads((folder / "told.json").read_text())


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    return ["--data", str(typed_data(tmp_path / "data")), "--texts", "4", *small_networks(tmp_path)]


def test_faults(options: list[str], tmp_path: Path) -> None:
    told = figures(faults.main, [*options, "-o", str(tmp_path / "sheet.svg")], tmp_path)
    assert told == figures(faults.main, options, tmp_path)
    assert told["texts"] == 4 and told["words"] == 10 and told["real_lines"] > 0
    assert told["first_try_faulty_words_by_window"] >= told["mended_faulty_words_by_window"]
    assert told["mended_faulty_texts_by_reader"] > 0  # a network by chance writes nothing that can be read
    assert "<svg" in (tmp_path / "sheet.svg").read_text()


def test_legibility(options: list[str], tmp_path: Path) -> None:
    told = figures(legibility.main, options, tmp_path)
    assert told["texts"] == 4 and told["real_character_error"] > 0
    assert told["first_try_to_real"] == pytest.approx(told["first_try_character_error"] / told["real_character_error"])


def test_a_hand_is_learnt_from_so_many_letters(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = legibility.read_ink
    inks: list[float] = []

    def read_and_keep(reader: Reader, ink: Ink) -> str:
        inks.append(float(sum(stroke.sum() for stroke in ink)))
        return read(reader, ink)

    monkeypatch.setattr(legibility, "read_ink", read_and_keep)
    seen = {}
    for letters in ("8", "60"):
        inks.clear()
        assert figures(legibility.main, [*options, "--letters", letters], tmp_path)["letters"] == int(letters)
        seen[letters] = list(inks)
    assert len(seen["8"]) == len(seen["60"]) and seen["8"] != seen["60"]


def test_drawn_signs(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_signs, "WORDS", {"0123456789": ("07",), "!": ("no!",)})
    inks: list[float] = []

    def read_and_keep(reader: Reader, ink: Ink) -> str:
        inks.append(float(sum(np.ptp(stroke, axis=0).sum() for stroke in ink)))
        return legibility.read_ink(reader, ink)

    monkeypatch.setattr(drawn_signs, "read_ink", read_and_keep)
    told = figures(drawn_signs.main, options, tmp_path)
    assert told["hands"] == 2 and told["0123456789 written: read"].count("of 2") == 2
    assert {key.split(" ")[1] for key in told if ":" in key} == {"written:", "drawn:"}
    assert len(inks) == 8 and len(set(inks)) > 4  # what is drawn is other ink than what the network writes


def test_what_the_least_edits_leave_is_kept() -> None:
    assert drawn_signs.kept_of("the 1q84", "the 1984") == {0, 1, 2, 3, 4, 6, 7}
    assert drawn_signs.kept_of("", "a") == drawn_signs.kept_of("a", "") == set()
    assert drawn_signs.kept_of("xaby", "ab") == {0, 1}


def test_similarity(options: list[str], tmp_path: Path) -> None:
    words = [*options[:-2], "--lines", "2", "--embedding", str(tmp_path / "e.safetensors"), "--embedding-steps", "2"]
    words += ["--hinge", str(tmp_path / "h.safetensors"), "--cache", str(tmp_path / "cache")]
    told = figures(similarity.main, words, tmp_path)
    for judge in ("embedding", "hinge"):
        assert told[f"{judge}_real_share"] == pytest.approx(1.0)
        for name in ("first_try", "best_of_several", "after_2_lines"):
            assert -1 <= told[f"{judge}_{name}_cosine"] <= 1 and 0 <= told[f"{judge}_{name}_right_of_20"] <= 1
    assert told["embedding_first_try_cosine"] != told["hinge_first_try_cosine"]
    assert told["texts"] == 4 and told["real_lines"] > 0


@pytest.mark.parametrize("command", [drawn_signs.main, faults.main, legibility.main, similarity.main])
def test_what_is_missing_is_told_in_one_line(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(["--data", str(tmp_path), "--weights", "none.safetensors"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_shares_are_of_texts_and_of_words() -> None:
    counted = faults.Counted()
    counted.add({Fault.SKIPPED, Fault.EARLY})
    counted.add(set())
    told = counted.figures(window=False)
    assert told["faulty_texts_by_reader"] == 0.5
    assert told["skipped_by_reader"] == told["stopped_early_by_reader"] == 0.5 and told["ran_on_by_reader"] == 0.0


def test_a_share_is_between_random_writers_and_real_lines() -> None:
    real, near = similarity.Near(), similarity.Near()
    real.right, real.wrong, real.guessed = [0.8, 0.6], [0.1, 0.1], [1.0, 1.0]
    near.right, near.wrong, near.guessed = [0.4, 0.4], [0.3, 0.2], [0.5, 0.0]
    assert real.figures(real)["share"] == pytest.approx(1.0)
    told = near.figures(real)
    assert told["share"] == pytest.approx(0.5) and told["right_of_20"] == 0.25


@pytest.mark.parametrize("hands", [["--nearness", "--judge", "hinge"], ["--made-up"]], ids=["people's", "made-up"])
def test_what_reading_back_brings(
    options: list[str], hands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where the judge is kept
    save(tmp_path / "captioner.safetensors", *nets.captioner_parts())
    words = [*options, *hands, "--read-back", str(tmp_path / "captioner.safetensors"), "--texts", "2"]
    told = figures(read_back.main, words, tmp_path)
    assert told["texts"] == 2 and told["made_up_hands"] == ("--made-up" in hands)
    assert ("hinge_read_share" in told) == ("--nearness" in hands)
    silent = figures(read_back.main, [*options, *hands, "--read-back", "none", "--texts", "2"], tmp_path)
    assert silent["read_character_error"] == silent["unread_character_error"]


def test_hands_that_are_learnt_with_their_text(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where the judge is kept
    words = [*options, "--judge", "hinge", "--read-back", "none"]
    told = figures(primed.main, words, tmp_path)
    nats = {name: told[f"{name}_nats_a_point"] for name in primed.WAYS}
    assert told["texts"] == 4 and len(set(nats.values())) > 2, nats
    assert told["hidden_nats_more_95"] == [0.0, 0.0] and told["told_nats_more_95"] != [0.0, 0.0]
    assert all(f"{name}_best_character_error" in told and f"hinge_{name}_share" in told for name in primed.WAYS)
    unwritten = figures(primed.main, [*words, "--unwritten"], tmp_path)
    assert {name: unwritten[f"{name}_nats_a_point"] for name in primed.WAYS} == nats
    assert "hidden_best_character_error" not in unwritten

"""``inkapp adapt``: from lines that are kept in a folder to a file of what they taught."""

from __future__ import annotations

from pathlib import Path

import pytest

from inkapp.cli import main
from inkapp.commands import adapt
from inkapp.editor.own_hand import LINES, OwnHand
from model.checkpoint import save
from model.held_out import LEAST_LINES
from tests.commands.asked import refused
from tests.editor.test_own_hand import fill
from tests.model import nets


@pytest.fixture
def hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OwnHand:
    monkeypatch.setattr(adapt, "_step_back", lambda: None)  # the tests' own process keeps its priority
    weights = tmp_path / "captioner.safetensors"
    save(weights, *nets.captioner_parts(seed=3))
    monkeypatch.setattr(adapt, "CAPTIONER_FILE", weights)
    return OwnHand(tmp_path / "reading", weights)


def test_it_tells_how_far_it_is_and_what_came_of_it(hand: OwnHand, capsys: pytest.CaptureFixture[str]):
    fill(hand, LEAST_LINES)
    (hand.folder / LINES / "zz.ink").write_text("{")
    assert main(["adapt", str(hand.folder), "--progress"]) == 0
    printed = capsys.readouterr()
    *shares, outcome = printed.out.splitlines()
    assert shares[0] == "0" and [int(share) for share in shares] == sorted(int(share) for share in shares)
    assert (
        outcome.startswith(("adapted: ", "not adapted: ")) and printed.err.count("\n") == 1 and "zz.ink" in printed.err
    )
    assert len(list(hand.folder.glob("adapted-*"))) == 1 and not hand.is_due


def test_too_few_lines_and_damaged_weights_are_refused(hand: OwnHand, capsys: pytest.CaptureFixture[str]):
    assert "are needed" in refused(["adapt", str(hand.folder)], capsys)
    fill(hand, LEAST_LINES)
    hand.weights.write_bytes(b"damaged")
    assert "captioner.safetensors" in refused(["adapt", str(hand.folder)], capsys)

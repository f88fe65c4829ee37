"""The parts of a wait are all of it, and the table shows what the slowest lifts waited for."""

from pathlib import Path

import pytest

from bench import first_ink
from bench.lift_parts import OWN, PARTS, Watch, figures_of, table_of
from model.checkpoint import save
from tests.live import fakes


def test_the_parts_of_a_wait_are_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_ink, "WRITING_SECONDS", 0.0)
    save(tmp_path / "net.safetensors", *fakes.tiny_network())
    watch = Watch(tmp_path / "net.safetensors")
    pages, _ = first_ink.line(60, 0.4, watch.sampler)
    lifts = first_ink.ThreadLifts(watch)
    with lifts:
        lifts.begin(pages[1])
        found = [lifts.lift(page, seed) for seed, page in enumerate(pages[2:])]
    for one in found:
        assert sum(one[part] for part in PARTS) == pytest.approx(one["ms"])
        assert sum(one[part] for part in OWN) == pytest.approx(one["ms"] - one["waking"] - one["telling"])
    assert all(one["painting"] == 0 and one["points_left"] > 0 for one in found)
    assert sum(one["points_left"] for one in found) <= watch.sampler.points_read


def test_the_slowest_lifts_stand_beside_the_median() -> None:
    usual = {**dict.fromkeys((*PARTS, *OWN), 0.0), "ms": 10.0, "reading": 10.0, "points_left": 12, "collections": 0}
    slow = {**usual, "ms": 90.0, "reading": 80.0, "waking": 10.0, "points_left": 600, "collections": 1}
    figures = figures_of([usual] * 19 + [slow])
    assert figures["parts"]["reading"] == {"median": 10.0, "p95": 13.5, "slowest": 80.0}
    assert figures["parts"]["points_left"]["slowest"] == 600 == figures["most_points_left"]
    assert "painting" not in figures["parts"] and figures["collections_of_the_oldest"] == 1
    assert "what is left to read            10.0      13.5          80.0" in table_of(figures)

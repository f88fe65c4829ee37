"""Lifts in the window: a stroke of the pen becomes ink, and the wait ends when a ghost is painted."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from bench import first_ink
from bench.lift_parts import PARTS, Watch
from bench.lift_window import WindowLifts
from model.checkpoint import save
from tests.live import fakes


def test_a_wait_ends_with_painted_ink(qapp: QApplication, tmp_path: Path) -> None:
    save(tmp_path / "net.safetensors", *fakes.tiny_network())
    watch = Watch(tmp_path / "net.safetensors")
    pages, _ = first_ink.line(40, 0.4, watch.sampler)
    with WindowLifts(watch, 0.02) as lifts:
        lifts.begin(pages[0])
        found = [lifts.lift(page, seed) for seed, page in enumerate(pages[1:4])]
        strokes = lifts.strokes_written
    assert strokes == 4
    for one in found:
        assert all(one[part] > 0 for part in PARTS if part != "waking")
        assert sum(one[part] for part in PARTS) - one["ms"] < 1e-6

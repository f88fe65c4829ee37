"""Axes and keys of plots: what is counted has whole numbers, minus is a minus, and no key lies on a curve."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from inkapp.ui.inspector.plots import Axis
from tests.ui.inspector.conftest import Looker


def test_between_two_strokes_there_is_no_tick(looker: Looker) -> None:
    axis = Axis("bottom", counts=True)
    for high in (0.4, 2.5, 40.0, 900.0):
        assert all(spacing >= 1 for spacing, _ in axis.tickSpacing(-0.4, high, 300.0))
    assert min(spacing for spacing, _ in Axis("left").tickSpacing(-0.4, 0.4, 300.0)) < 1


def test_minus_is_a_minus(looker: Looker) -> None:
    assert Axis("left").tickStrings([-1.0, 0.0, 1.0], 1.0, 1.0) == ["−1", "0", "1"]


def test_keys_stand_above_their_curves(looker: Looker) -> None:
    panel = looker.open("gradient")
    looker.write("hello", "you")
    looker.window.resize(1280, 800)
    QApplication.processEvents()
    for names, plot in zip(panel._names, panel.plots.plots, strict=True):
        assert len(names.items) > 1
        assert names.sceneBoundingRect().bottom() <= plot.vb.sceneBoundingRect().top()
        assert names.sceneBoundingRect().right() <= panel.plots.width()


def test_plots_are_equally_high(looker: Looker) -> None:
    looker.window.resize(1280, 800)
    for name in ("cells", "surprise", "gradient"):
        panel = looker.open(name)
        looker.write("hello", "you")
        QApplication.processEvents()
        high = [plot.vb.height() for plot in panel.plots.plots]
        assert len(high) > 1 and max(high) - min(high) < 0.15 * max(high), (name, high)


def test_powers_of_ten_are_written_alike(qapp: object) -> None:
    axis = Axis("left")
    axis.setLogMode(True)
    assert axis.tickStrings([-6.0, -2.0, -1.7, 0.0], 1.0, 2.0) == ["10⁻⁶", "10⁻²", "", "10⁰"]

"""Figures: the same bytes each time, nothing told by colour alone, nothing that breaks where there is nothing to show."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from matplotlib.figure import Figure

from lab.findings import figure
from lab.findings.spread import Spread
from tests.lab.rows import result

THREE = [Spread((1.0 + k, 1.1 + k, 1.3 + k)) for k in range(4)]


def drawn() -> Figure:
    made, (left, right) = figure.panels(2)
    right.set_yscale("log")
    for look in range(2):
        figure.curve(right, range(4), [Spread(tuple(v + look for v in s.values)) for s in THREE], f"v{look}", look)
    figure.curve(right, range(2), [Spread(()), Spread(())], "nothing", 2)
    figure.bars(left, ["one", "lost"], [THREE[0], Spread(())])
    figure.label(left, "Left", "nats per point")
    figure.label(right, "Right", "steps", "nats per point", legend=True)
    return made


def test_the_same_figure_is_the_same_file() -> None:
    one = figure.svg(drawn())
    assert one == figure.svg(drawn())
    ElementTree.fromstring(one)
    text = one.decode()
    assert "nats per point" in text and "diverged" in text and "v1" in text and "nothing" not in text
    assert not re.search(r"<dc:date>|20\d\d-\d\d-\d\d", text)


def test_a_clip_that_differs_in_its_last_bit_is_the_same_file() -> None:
    def at(left: float) -> bytes:
        made = Figure((2.0, 2.0))
        made.add_axes((left, 0.1, 0.5, 0.5)).plot([0.0, 1.0])
        return figure.svg(made)

    assert at(0.3) == at(0.1 + 0.2) and at(0.3) != at(0.31)
    assert 0.3 != 0.1 + 0.2


def test_no_two_looks_are_alike_without_colour() -> None:
    shapes = [(str(look["linestyle"]), look["marker"]) for look in figure.LOOKS]
    assert len(set(shapes)) == len(shapes)
    assert len({marker for _, marker in shapes}) == len(shapes)


def test_learning_goes_as_far_as_each_run_came() -> None:
    runs = [result(curve=(1.0,) * 40), result(curve=(3.0,) * 25)]
    ends, means = figure.learning_curves({"a": runs}, over=10)["a"]
    assert ends == [10, 20, 30, 40]
    assert [spread.values for spread in means] == [(1.0, 3.0), (1.0, 3.0), (1.0,), (1.0,)]


def test_a_burst_and_a_zero_do_not_spoil_a_panel() -> None:
    runs = [
        result(curve=(3.0,) * 10 + (1e13,) * 10 + (1.0,) * 10),
        result(curve=(3.1,) * 10 + (2.0,) * 10 + (1.1,) * 10),
    ]
    _, (learning, fading) = figure.panels(2)
    figure.learning(learning, {"a": runs})
    low, high = learning.get_ylim()
    assert 0.5 < low < 1.1 and 3.0 < high < 4.0
    # the mean goes out of the panel where the burst is, but not so far that a viewer cannot draw it; the band is left out
    assert high < learning.lines[0].get_ydata()[1] < 2 * high
    assert all(band.vertices[:, 1].max() < high for band in learning.collections[0].get_paths())
    fading.set_yscale("log")
    figure.curve(fading, range(3), [Spread((1.0, 2.0)), Spread((0.1,)), Spread((0.0, 0.0))], "a", 0)
    assert fading.lines[0].get_xdata().tolist() == [0, 1]

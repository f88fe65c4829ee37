"""The colours of cells: chosen at the key of either panel, used by both, by what they export, and at the next start."""

from __future__ import annotations

from inkapp.inspect.draw.scale import SCALES
from tests.ui.inspector.conftest import Looker


def choose(panel, name: str) -> None:
    next(entry for entry in panel.legend.button.menu().actions() if entry.data() == name).trigger()


def test_both_panels_change_at_once(looker: Looker) -> None:
    cells, ink = looker.open("cells"), looker.open("cell-on-ink")
    looker.inspector.docks.dock("cells").setFloating(True)
    looker.write("hello")
    assert looker.inspector.colours.name == "brown-green"
    choose(cells, "blue-orange")
    wanted = SCALES["blue-orange"]
    assert ink.scale.stops == wanted.stops == ink.legend.bar._scale.stops == cells.legend.bar._scale.stops
    assert (
        tuple(cells.plots._maps[0].lut[0]) == wanted.stops[0]
        and tuple(cells.plots._maps[0].lut[-1]) == wanted.stops[-1]
    )
    assert ink._ink._colours[0].getRgb()[:3] == wanted.stops[0]
    assert [entry.data() for entry in ink.legend.button.menu().actions() if entry.isChecked()] == ["blue-orange"]


def test_what_is_exported_has_the_same_colours(looker: Looker) -> None:
    cells, ink = looker.open("cells"), looker.open("cell-on-ink")
    looker.inspector.docks.dock("cells").setFloating(True)
    looker.write("hello")
    choose(ink, "grey")
    for panel in (cells, ink):
        picture = panel.picture().decode()
        assert SCALES["grey"].names()[0] in picture and SCALES["brown-green"].names()[0] not in picture


def test_the_choice_is_kept(looker: Looker) -> None:
    looker.inspector.colours.choose("grey")
    looker.inspector.keep(looker.settings)
    assert looker.settings.cell_colours == "grey"
    looker.inspector.colours.choose("blue-orange")
    looker.inspector.restore(looker.settings)
    assert looker.inspector.colours.name == "grey"
    looker.settings.cell_colours = "a scale of long ago"
    looker.inspector.restore(looker.settings)
    assert looker.inspector.colours.name == "grey"

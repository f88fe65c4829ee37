"""The list of panels: how each is called in menus, on its tab, in settings and on the command line.

``PANELS`` are the inspector's, ``DOCKED`` all that the window docks. A panel NAME of the inspector has modules of that name,
with _ for -: its numbers in ``inkapp.inspect`` (cell-on-ink takes those of cells, the time line the page's own), its files in
``inkapp.inspect.draw``, its widget, a class NamePanel, in ``inkapp.ui.inspector.panels``. A new one is a line here and those
three. The last two are imported when they are first asked for, since drawing takes a while to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inkapp.inspect.panel_input import PanelInput


@dataclass(frozen=True, slots=True)
class PanelKind:
    """A panel as it is listed.

    ``name``: on the command line, in settings. ``menu``: its whole title, & before the mnemonic.
    ``tab``: one word. ``tip``: what it shows. ``draws``: whether it has files, or is in the window only. ``below``: it begins
    below the page, else at its right.
    """

    name: str
    menu: str
    tab: str
    tip: str
    draws: bool = True
    below: bool = False

    @property
    def title(self) -> str:
        """The whole title."""
        return self.menu.replace("&", "")

    @property
    def action(self) -> str:
        """The name of the window's action that opens it."""
        return f"inspect_{self.name}" if self.name in PANELS else self.name

    @property
    def module(self) -> str:
        """The name of its modules."""
        return self.name.replace("-", "_")

    @property
    def widget(self) -> str:
        """The name of its widget's class."""
        return "".join(word.title() for word in self.name.split("-")) + "Panel"

    def files(self, given: PanelInput) -> dict[str, bytes]:
        """What a person gets, by extension: ".svg", and its numbers as ".csv" (a list of points) or ".npz" (several arrays).

        Equal input gives equal bytes. Columns, arrays and units are in docs/inspect.md. Only where it ``draws``.
        """
        made: dict[str, bytes] = import_module(f"inkapp.inspect.draw.{self.module}").files(given)
        return made


PANELS = {
    kind.name: kind
    for kind in (
        PanelKind("timeline", "&Time line", "Time line", "Steps through the line, point by point", False, True),
        PanelKind("cells", "&Cells over time", "Cells", "A heat map of cells by points"),
        PanelKind("cell-on-ink", "A cell on the &ink", "On ink", "The ink in a cell's colours"),
        PanelKind("density", "&Where the pen may go", "Density", "The density of the next point"),
        PanelKind("futures", "&Futures", "Futures", "Fifty ways on from the selected point"),
        PanelKind("surprise", "&Surprise", "Surprise", "The loss of each point, in nats"),
        PanelKind("gradient", "Gradient: &how far back", "Gradient", "What a point's loss depends on"),
        PanelKind("step", "One st&ep", "Step", "The network and its equations at one point"),
        PanelKind("attention", "&Attention: where it looked", "Attention", "The ink that each letter was read from"),
    )
}
HANDS = PanelKind("hands", "&Hands", "Hands", "Keeps how you write; whose hand is written in", draws=False)
READ = PanelKind("read", "Read the in&k", "Text", "What the ink says, line by line, to copy and put right", draws=False)
DOCKED = {**PANELS, HANDS.name: HANDS, READ.name: READ}
DRAWN = tuple(kind.name for kind in PANELS.values() if kind.draws)  # those with files

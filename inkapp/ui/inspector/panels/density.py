"""The density panel: the mixture of the next point on the page, under a lens and as weights; and choosing that point."""

from __future__ import annotations

from functools import partial
from typing import cast

import numpy as np
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QToolButton, QWidget

from inkapp.inspect.density import next_point
from inkapp.inspect.draw.scale import sign
from inkapp.inspect.page import InkLine
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.hills import Hills
from inkapp.ui.inspector.legend import Key, note
from inkapp.ui.inspector.lens import Lens
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.plots import Plots, bars, pen
from inkapp.ui.inspector.selection import Spot
from inkapp.ui.inspector.worker import Stale
from model.trace import Controls

HOW = "Click into the hills, here or where “Choose on the page” is on: the pen goes there and the network goes on."
NOT_HERE = "One may choose where your ink ends, and anywhere in the ghost."


class DensityPanel(Panel):
    """The mixture, and a choice of the next point where one is free to choose."""

    name = "density"
    about = (
        "The density of the next point: hills hold half and nine tenths of it; a ghost is sampled from the dashed ones."
    )
    fills = "where the next point is expected is drawn here, and on the page."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._hills: Hills | None = None
        self.lift = QCheckBox("&Lift the pen after it")
        self.lift.setToolTip("Whether the pen is lifted after the point that you choose")
        self.lift.setAccessibleName("Lift the pen after the chosen point")
        self.on_page = QToolButton()
        self.on_page.setText("Choose on the &page")
        self.on_page.setProperty("part", "tool")
        self.on_page.setCheckable(True)
        self.on_page.setEnabled(False)
        self.on_page.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.on_page.setIconSize(QSize(16, 16))
        self.on_page.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.on_page.setToolTip(
            "A click into the hills on the page chooses the next point; beside them one writes as ever"
        )
        self.on_page.setAccessibleName("Choose the next point on the page")
        self.on_page.toggled.connect(self._open)
        self.tools.addWidget(self.lift)
        self.tools.addWidget(self.on_page)
        self.tools.addStretch(1)
        self.lens = Lens()
        self.key = Key()
        self.plots = Plots("Weights of the components")
        plot = self.plots.add("component  (left: as predicted; right: as sampled from)", "weight, %")
        self._before, self._after = bars(), bars()
        plot.addItem(self._before)
        plot.addItem(self._after)
        plot.setLimits(yMin=0, yMax=105)
        self.caption = note()
        self.column.addWidget(self.lens, 3)
        self.column.addWidget(self.key)
        self.column.addWidget(self.plots, 2)
        self.column.addWidget(self.caption)
        self.lens.chosen.connect(self._chosen)
        context.companion.controls_changed.connect(self._tempered)

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        controls = self._controls(line, spot.row)
        self.context.worker.ask(self.name, partial(_hills, line, spot.row, controls, self.context.companion.seeds.seed))

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self.plots.dress(theme)
        self.lens.set_theme(theme)
        self.key.set_theme(theme)
        self.on_page.setIcon(icon("choose", theme.text))
        self._before.setOpts(pen=pen(theme.accent), brush=theme.accent)
        self._after.setOpts(pen=pen(theme.text), brush=theme.text)

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        self._hills = hills = cast(Hills, result)
        found = hills.density
        may = self._step_of(found.line, found.row) is not None
        self.lens.show_hills(hills, can_choose=may)
        self._allow(may)
        self.context.marks.set_shape(self.name, hills)
        at = np.arange(len(found.before.weights))
        self._before.setOpts(x=at - 0.2, height=100 * found.before.weights, width=0.4)
        self._after.setOpts(x=at + 0.2, height=100 * found.after.weights, width=0.4)
        drawn, lift = found.sampled, f"{100 * found.lift:.1f} %"
        said = f"The pen lifts after the next point with a probability of {lift}, at any temperature. "
        up = ", with a lift of the pen" if drawn.lift else ""
        said += f"The sample is of component {drawn.component}, at {sign(round(drawn.nats, 2))} nats{up}, "
        said += f"at temperature {found.controls.temperature:.2f}. "
        self.caption.setText(said + (HOW if may else NOT_HERE))

    def rest(self) -> None:
        """See ``Panel``."""
        self.on_page.setChecked(False)

    def blank(self) -> None:
        """See ``Panel``."""
        super().blank()
        self._hills = None
        self._allow(False)

    def takes(self, x: float, y: float, reach: float) -> bool:
        """See ``Taker``: among the hills, where one may choose."""
        return self._hills is not None and self._hills.is_open and self._hills.holds(x, y, reach)

    def take(self, x: float, y: float) -> None:
        """See ``Taker``."""
        self._chosen(x, y)

    def wants(self, spot: Spot) -> bool:
        """See ``Taker``."""
        line = self.context.selection.line_of(spot)
        return line is not None and self._step_of(line, spot.row) is not None

    def picture(self) -> bytes | None:
        """See ``Panel``."""
        from inkapp.inspect.draw.density import draw

        return draw(self._hills.density) if self._hills is not None else None

    # -- inside -------------------------------------------------------------------------------------------------

    def _controls(self, line: InkLine, row: int) -> Controls:
        """Those that act on the next point: as the slider stands."""
        return self.context.controls

    def _step_of(self, line: InkLine, row: int) -> int | None:
        """The number of the step that comes after a point, where one may choose it."""
        return self.context.feed.step_after(line, row)

    def _allow(self, may: bool) -> None:
        """Whether the next point is free; what is switched on may always be switched off."""
        self.on_page.setEnabled(may or self.on_page.isChecked())
        if self._hills is not None:
            self._hills.is_open = may and self.on_page.isChecked()

    @Slot(bool)
    def _open(self, on: bool) -> None:
        """Whether a click on the page may choose."""
        self.context.hover.set_taker(self if on else None)
        hills = self._hills
        self._allow(hills is not None and self._step_of(hills.density.line, hills.density.row) is not None)
        if hills is not None and self.is_live:
            self.context.marks.set_shape(self.name, hills)

    @Slot(object)
    def _tempered(self, controls: Controls) -> None:
        if self.is_live:
            self._visit(self.context.selection.spot)

    @Slot(float, float)
    def _chosen(self, x: float, y: float) -> None:
        """Page mm → the network's units, and on it goes."""
        hills = self._hills
        if hills is None:
            return
        found = hills.density
        step = self._step_of(found.line, found.row)
        if step is None:
            self.context.say(NOT_HERE)
            return
        local = found.line.frame.to_local(np.array([found.tip, (x, y)]))
        dx, dy = (local[1] - local[0]).tolist()
        self.context.selection.pin(None)
        self.context.companion.choose(step, dx, dy, self.lift.isChecked())


def _hills(line: InkLine, row: int, controls: Controls, seed: int, stale: Stale) -> Hills:
    return Hills(next_point(line, row, controls, seed))

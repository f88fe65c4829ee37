"""The paper dialog: a page's size, upright or lying, ruled or plain, and how far apart its lines are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QDoubleSpinBox, QWidget

from inkapp.ink.document import Background, Page
from inkapp.ui.chrome.form import add_row, form_layout

SIZES = {  # mm, upright
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
}
CURRENT = "As it is"  # a size of none of these names
LEAST_RULE_MM, MOST_RULE_MM = 4.0, 40.0
BACKGROUNDS = {Background.RULED: "Ruled", Background.PLAIN: "Plain"}


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """``paper``: a page whose strokes do not matter. ``all_pages``: it is meant for every page of the document."""

    paper: Page
    all_pages: bool


class PaperDialog(QDialog):
    """Begins with a page's current paper; ``choice`` is what was chosen. ``pages``: how many the document has."""

    def __init__(self, paper: Page, pages: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self.setWindowTitle("Paper")
        self.sizes = QComboBox()
        self.sizes.setAccessibleName("Size")
        for name, (width, height) in SIZES.items():
            self.sizes.addItem(f"{name}  ({width:g} × {height:g} mm)", (width, height))
        current = min(paper.width, paper.height), max(paper.width, paper.height)
        if current not in SIZES.values():
            self.sizes.addItem(f"{CURRENT}  ({current[0]:.4g} × {current[1]:.4g} mm)", current)
        self.sizes.setCurrentIndex([self.sizes.itemData(n) for n in range(self.sizes.count())].index(current))
        self.landscape = QCheckBox("&Landscape")
        self.landscape.setChecked(paper.width > paper.height)
        self.background = QComboBox()
        self.background.setAccessibleName("Paper")
        for background, text in BACKGROUNDS.items():
            self.background.addItem(text, background.value)
        self.background.setCurrentText(BACKGROUNDS[paper.background])
        self.spacing = QDoubleSpinBox()
        self.spacing.setRange(LEAST_RULE_MM, MOST_RULE_MM)
        self.spacing.setSingleStep(0.5)
        self.spacing.setDecimals(1)
        self.spacing.setSuffix(" mm")
        self.spacing.setValue(paper.rule_spacing)
        self.spacing.setAccessibleName("Distance of the lines")
        self._spacing = self.spacing.value()  # as it is shown, which may be rounded
        self.all_pages = QCheckBox(f"&All {pages} pages")
        self.all_pages.setVisible(pages > 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = form_layout(self)
        add_row(form, "&Size", self.sizes)
        form.addRow("", self.landscape)
        add_row(form, "&Paper", self.background)
        add_row(form, "&Distance of the lines", self.spacing)
        form.addRow("", self.all_pages)
        form.addRow(buttons)
        self.background.currentIndexChanged.connect(self._follow)
        self._follow()

    @property
    def choice(self) -> PaperChoice:
        """What the fields say; a field that was left alone keeps the page's exact value."""
        short, long = self.sizes.currentData()
        is_landscape = self.landscape.isChecked()
        spacing = self.spacing.value()
        paper = replace(
            self._paper,
            width=long if is_landscape else short,
            height=short if is_landscape else long,
            background=Background(self.background.currentData()),
            rule_spacing=self._paper.rule_spacing if spacing == self._spacing else spacing,
        )
        return PaperChoice(paper, self.all_pages.isChecked())

    def _follow(self) -> None:
        """Plain paper has lines, too, for the ghost to go down by; but nobody sees them."""
        self.spacing.setEnabled(self.background.currentData() == Background.RULED.value)

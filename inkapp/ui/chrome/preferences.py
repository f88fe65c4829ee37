"""The preferences dialog: the pen's rest, the ghost, looks, PDFs, own words. A change is kept and acts at once, unconfirmed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from inkapp.editor.own_words import OwnWords
from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.chrome.form import add_row, form_layout
from inkapp.ui.chrome.ghost_settings import GhostMode
from inkapp.ui.chrome.ghost_switch import CAPTION, WordsSlider
from inkapp.ui.chrome.own_words_view import OwnWordsView
from inkapp.ui.chrome.settings import LONGEST_NAME, LONGEST_REST_MS, SHORTEST_REST_MS, Appearance, Settings

SCREEN_SHARE = 0.9  # of a screen, what the dialog may take
APPEARANCES = {Appearance.SYSTEM: "As the system", Appearance.LIGHT: "Light", Appearance.DARK: "Dark"}


class Preferences(QDialog):
    """``own_words``: are shown, and forgotten when that is asked for; None where there are none to show.

    Signals: ``changed`` (a setting has another value, which is stored by then), ``words_changed`` (own words were forgotten, or
    brought back).
    """

    changed = Signal()
    words_changed = Signal()

    def __init__(self, settings: Settings, own_words: OwnWords | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle("Preferences")
        self.rest = QSpinBox()
        self.rest.setRange(SHORTEST_REST_MS, LONGEST_REST_MS)
        self.rest.setSingleStep(50)
        self.rest.setSuffix(" ms")
        self.rest.setValue(settings.rest_ms)
        self.rest.setAccessibleName("The pen's rest before the ink goes on")
        self.mode = QComboBox()
        for mode in GhostMode:
            self.mode.addItem(BY_NAME[mode.value].plain, mode.value)
        self.mode.setCurrentIndex(list(GhostMode).index(settings.ghost.mode))
        self.mode.setAccessibleName("Ghost")
        self.words = WordsSlider(settings.ghost.words_temperature)
        self.or_free = QCheckBox("Free hand goes on where a line cannot be read")
        self.or_free.setChecked(settings.ghost.or_free)
        self.guesses = QCheckBox("Guesses of how it may go on stand beside the ghost")
        self.guesses.setChecked(settings.ghost.shows_guesses)
        self.appearance = QComboBox()
        for value, text in APPEARANCES.items():
            self.appearance.addItem(text, value.value)
        self.appearance.setCurrentText(APPEARANCES[settings.appearance])
        self.appearance.setAccessibleName("Appearance")
        self.still = QCheckBox("Ghost ink stands at once instead of growing")
        self.still.setChecked(settings.reduced_motion)
        self.still.setAccessibleName("Reduced motion")
        note = QLabel(
            "Dark is a way of looking; what is exported is\nthe same in both."
        )  # a form is too low where Qt wraps
        fields = QWidget()
        form = form_layout(fields)
        add_row(form, "&The ink goes on after", self.rest)
        add_row(form, "&Ghost", self.mode)
        add_row(form, f"&{CAPTION}", self.words)
        form.addRow("", self.or_free)
        form.addRow("", self.guesses)
        add_row(form, "&Appearance", self.appearance)
        form.addRow("", note)
        add_row(form, "&Reduced motion", self.still)
        self.author = QLineEdit(settings.author)
        self.author.setMaxLength(LONGEST_NAME)
        self.author.setPlaceholderText("Nobody is named")
        self.author.setAccessibleName("Author named in PDFs")
        add_row(form, "Author &named in PDFs", self.author)
        self.own_words = None if own_words is None else OwnWordsView(own_words)
        if self.own_words is not None:
            form.addRow("Your &words", self.own_words)
            self.own_words.changed.connect(self.words_changed)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        scrolls = QScrollArea()  # for screens on which not all of it fits
        scrolls.setAccessibleName("Preferences")
        scrolls.setFrameShape(QFrame.Shape.NoFrame)
        scrolls.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolls.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolls.setWidgetResizable(True)
        scrolls.setWidget(fields)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolls)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 14)
        foot.addWidget(buttons)
        whole.addLayout(foot)
        fields.ensurePolished()
        wide = fields.sizeHint().width() + scrolls.verticalScrollBar().sizeHint().width()
        high = fields.sizeHint().height() + whole.spacing() + foot.sizeHint().height()
        self.resize(QSize(wide, high).boundedTo(self.screen().availableSize() * SCREEN_SHARE))
        self.rest.valueChanged.connect(self._keep)
        self.mode.currentIndexChanged.connect(self._keep)
        self.words.changed.connect(self._keep)
        self.or_free.toggled.connect(self._keep)
        self.guesses.toggled.connect(self._keep)
        self.appearance.currentIndexChanged.connect(self._keep)
        self.still.toggled.connect(self._keep)
        self.author.textChanged.connect(self._keep)

    def _keep(self) -> None:
        self._settings.rest_ms = self.rest.value()
        ghost = self._settings.ghost
        ghost.mode = GhostMode(self.mode.currentData())
        ghost.words_temperature = self.words.temperature
        ghost.or_free = self.or_free.isChecked()
        ghost.shows_guesses = self.guesses.isChecked()
        self._settings.appearance = Appearance(self.appearance.currentData())
        self._settings.reduced_motion = self.still.isChecked()
        self._settings.author = self.author.text()
        self.changed.emit()

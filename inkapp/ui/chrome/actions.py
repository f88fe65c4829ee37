"""Every action: what it is called, its keys, its tip and where it stands. One table, one line an action.

Knows: names and keys. The menu, the sheet of shortcuts and the tips are all made from the table, so none can lie.
Refuses to know: what an action does; the window hands in a method for each name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence


@dataclass(frozen=True, slots=True)
class Entry:
    """One action. ``text`` may mark its mnemonic with &; ``keys`` are portable, the first one is shown.

    ``checkable``: it is on or off. ``icon``: a file's name in ``assets/icons``.
    """

    name: str
    group: str
    text: str
    keys: tuple[str, ...]
    tip: str
    icon: str = ""
    checkable: bool = False

    @property
    def plain(self) -> str:
        """The text without its mnemonic and dots."""
        return self.text.replace("&", "").removesuffix("…")

    @property
    def shown_keys(self) -> str:
        """The keys as this system writes them."""
        form = QKeySequence.SequenceFormat.NativeText
        return " or ".join(SYMBOLS.get(key, QKeySequence(key).toString(form)) for key in self.keys)


SYMBOLS = {"Right": "→", "Alt+Left": "Alt+←", "Alt+Right": "Alt+→", "Alt+Up": "Alt+↑", "Alt+Down": "Alt+↓"}
REPEATED = {"undo", "redo", "calmer", "wilder", "zoom_in", "zoom_out"}  # while their keys are held
REPEATED |= {"inspect_back", "inspect_forward", "inspect_lift_back", "inspect_lift"}
GHOST, PAGE, WRITE, VIEW, HELP = "The ghost", "The page", "Writing", "The view", "The app"
INSPECT = "Inspect"
GROUPS = (GHOST, WRITE, PAGE, VIEW, INSPECT, HELP)

ACTIONS: tuple[Entry, ...] = (
    Entry("accept_all", GHOST, "&Take it all", ("Tab",), "All of the ghost becomes ink"),
    Entry("accept_piece", GHOST, "Take the &next word", ("Right",), "The next word-sized piece becomes ink"),
    Entry("roll_again", GHOST, "&Roll again", ("R",), "Another continuation, under another seed", "roll"),
    Entry("dismiss", GHOST, "&Send it away", ("Esc",), "The ghost goes and stays away until the next stroke"),
    Entry("continue_now", GHOST, "&Continue now", ("Ctrl+Space",), "Goes on without waiting for a rest", "continue"),
    Entry("calmer", GHOST, "Cal&mer", ("[",), "Lowers the temperature, from the next point on"),
    Entry("wilder", GHOST, "&Wilder", ("]",), "Raises the temperature, from the next point on"),
    Entry("fix_seed", GHOST, "&Fix the seed", ("Ctrl+L",), "Every ghost under the seed shown", "unlock", True),
    Entry("pen", WRITE, "&Pen", ("B",), "Writes", "pen", True),
    Entry("eraser", WRITE, "&Eraser", ("E",), "Takes away whole strokes", "eraser", True),
    Entry("undo", WRITE, "&Undo", ("Ctrl+Z",), "Takes back the last step", "undo"),
    Entry("redo", WRITE, "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Brings back what was undone", "redo"),
    Entry("new", PAGE, "&New page", ("Ctrl+N",), "Begins an empty, untitled page", "new"),
    Entry("open", PAGE, "&Open…", ("Ctrl+O",), "Opens an .ink file, or reads InkML or SVG", "open"),
    Entry("save", PAGE, "&Save", ("Ctrl+S",), "Saves the page as an .ink file", "save"),
    Entry("save_as", PAGE, "Save &as…", ("Ctrl+Shift+S",), "Saves the page as another .ink file"),
    Entry("export", PAGE, "&Export…", ("Ctrl+E",), "Writes the page as SVG, or in another format", "export"),
    Entry("next_page", PAGE, "Ne&xt page", ("Ctrl+PgDown",), "Turns to the file's next page"),
    Entry("previous_page", PAGE, "&Previous page", ("Ctrl+PgUp",), "Turns to the file's previous page"),
    Entry("zoom_in", VIEW, "Zoom &in", ("Ctrl++", "Ctrl+="), "Larger"),
    Entry("zoom_out", VIEW, "Zoom &out", ("Ctrl+-",), "Smaller"),
    Entry("zoom_fit", VIEW, "&Fit the page's width", ("Ctrl+0",), "The whole width of the page"),
    Entry("zoom_actual", VIEW, "&Real size", ("Ctrl+1",), "A millimetre on screen for a millimetre on paper"),
    Entry("full_screen", VIEW, "F&ull screen", ("F11",), "Nothing but the window", "", True),
    Entry("dark", VIEW, "&Dark", ("Ctrl+D",), "Dark or light; exports are the same in both", "dark", True),
    Entry("inspect_timeline", INSPECT, "&Time line", ("Alt+1",), "Steps through the line, point by point", "", True),
    Entry("inspect_cells", INSPECT, "&Cells over time", ("Alt+2",), "A heat map of cells by points", "", True),
    Entry("inspect_cell-on-ink", INSPECT, "A cell on the &ink", ("Alt+3",), "The ink in a cell's colours", "", True),
    Entry("inspect_density", INSPECT, "&Where the pen may go", ("Alt+4",), "The hills of the next point", "", True),
    Entry("inspect_futures", INSPECT, "&Futures", ("Alt+5",), "Fifty ways on from the selected point", "", True),
    Entry("inspect_surprise", INSPECT, "&Surprise", ("Alt+6",), "What each point cost, in nats", "", True),
    Entry("inspect_gradient", INSPECT, "&How far back", ("Alt+7",), "What the selected point rests on", "", True),
    Entry("inspect_step", INSPECT, "One st&ep", ("Alt+8",), "The network and its equations at one point", "", True),
    Entry("inspect_back", INSPECT, "One point &back", ("Alt+Left",), "The point before the selected one"),
    Entry("inspect_forward", INSPECT, "One point &on", ("Alt+Right",), "The point after the selected one"),
    Entry("inspect_lift_back", INSPECT, "To the lift before", ("Alt+Up",), "Where the pen was lifted last"),
    Entry("inspect_lift", INSPECT, "To the next &lift", ("Alt+Down",), "Where the pen is lifted next"),
    Entry("inspect_play", INSPECT, "&Play", ("F5",), "Goes along the line by itself, or stops"),
    Entry(
        "inspect_follow",
        INSPECT,
        "&Go along with the pen",
        ("Alt+End",),
        "Selects the last point, while ink grows, too",
    ),
    Entry("preferences", HELP, "&Preferences…", ("Ctrl+,",), "The pen's rest, appearance, motion"),
    Entry("menu", HELP, "&Menu", ("F10",), "All that can be done", "menu"),
    Entry("shortcuts", HELP, "&Keyboard shortcuts", ("F1",), "A sheet of all keys"),
    Entry(
        "tour", HELP, "&How it works", ("Shift+F1",), "Ten steps through the network, on the ink of the page", "", True
    ),
    Entry("quit", HELP, "&Quit", ("Ctrl+Q",), "Closes the window"),
)


def make_actions(owner: QObject, does: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """A QAction for each entry, by name, wired to its method. Raises KeyError for an entry without one."""
    made = {}
    for entry in ACTIONS:
        action = QAction(entry.text, owner)
        action.setObjectName(entry.name)
        action.setShortcuts([QKeySequence(key) for key in entry.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setToolTip(f"{entry.plain}  ({entry.shown_keys})\n{entry.tip}")
        action.setStatusTip("")
        action.setCheckable(entry.checkable)
        action.setAutoRepeat(entry.name in REPEATED)
        action.triggered.connect(_without_checked(does[entry.name]))
        made[entry.name] = action
    return made


def _without_checked(does: Callable[[], object]) -> Callable[[bool], None]:
    """``triggered`` passes whether the action is on; the methods look it up themselves where it counts."""

    def call(checked: bool = False) -> None:
        does()

    return call

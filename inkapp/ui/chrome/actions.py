"""The table of actions: what each is called, its keys, its tip and its group; menus, shortcuts sheet and tips come from it.

What an action does is the window's business: it hands in a handler for each name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from inkapp.inspect.panel_list import HANDS, PANELS, READ

# Keys that macOS keeps for itself, as Qt writes them ("Ctrl" is ⌘): Spotlight and input sources, the app switcher, hide and
# minimise, and the function keys, which set brightness, sound and windows unless Fn is held.
MACOS_RESERVED = {"Ctrl+Space", "Ctrl+Alt+Space", "Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+H", "Ctrl+M", "Ctrl+Shift+Q"}
MACOS_RESERVED |= {f"{modifier}F{number}" for modifier in ("", "Shift+") for number in range(1, 13)}
ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One action. ``text`` may mark its mnemonic with &; ``keys`` are portable, and those of ``standard`` are added.

    ``checkable``: it is on or off. ``icon``: a file's name in ``assets/icons``.
    """

    name: str
    group: str
    text: str
    keys: tuple[str, ...]
    tip: str
    icon: str = ""
    checkable: bool = False
    standard: QKeySequence.StandardKey | None = None

    @property
    def plain(self) -> str:
        """The text without its mnemonic and dots."""
        return self.text.replace("&", "").removesuffix("…")

    def keys_on(self, platform: str) -> tuple[str, ...]:
        """The portable keys on a platform, as ``sys.platform`` names it: on macOS without those the system keeps."""
        bound = QKeySequence.keyBindings(self.standard) if self.standard is not None else []
        keys = dict.fromkeys((*self.keys, *(sequence.toString() for sequence in bound)))
        return tuple(key for key in keys if platform != "darwin" or key not in MACOS_RESERVED)

    @property
    def shown_keys(self) -> str:
        """The keys as this system writes them; where the table names some of them, the standard ones act unshown."""
        keys = self.keys_on(sys.platform)
        return " or ".join(native(key) for key in [key for key in keys if key in self.keys] or keys[:1])


def native(key: str) -> str:
    """A portable key or modifier ("Ctrl+") as this system writes it, with arrows as arrows: "Alt+←", "⌥←" on macOS."""
    if key.endswith("+") and not key.endswith("++"):
        return native(f"{key}A").removesuffix("A")
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    before, plus, last = text.rpartition("+")
    return f"{before}{plus}{ARROWS.get(last, last)}"


REPEATED = {"undo", "redo", "calmer", "wilder", "zoom_in", "zoom_out"}  # while their keys are held
REPEATED |= {"inspect_back", "inspect_forward", "inspect_lift_back", "inspect_lift"}
GHOST, DOCUMENT, WRITE, VIEW, HELP = "Ghost", "Document", "Writing", "View", "App"
INSPECT = "Inspect"
STANDARD = QKeySequence.StandardKey
MACOS_ROLES = {
    "preferences": QAction.MenuRole.PreferencesRole,
    "quit": QAction.MenuRole.QuitRole,
}  # in the app's own menu
PANEL_KEYS = (*(f"Alt+{number}" for number in range(1, 9)), "Alt+A")  # Alt+9 is the hands'
GUESSES = ("guess_1", "guess_2", "guess_3")
GROUPS = (GHOST, WRITE, DOCUMENT, VIEW, INSPECT, HELP)

ACTIONS: tuple[Entry, ...] = (
    Entry(
        "accept_shown",
        GHOST,
        "&Take what is shown",
        ("Tab",),
        "What is shown of the ghost becomes ink, to the end of its word",
    ),
    Entry("accept_piece", GHOST, "Take the &next word", ("Right",), "The next word-sized piece becomes ink"),
    Entry(
        "roll_again",
        GHOST,
        "&Roll again",
        ("R",),
        "The next of the guessed words, else another continuation under another seed; where it is fixed, the next",
        "roll",
    ),
    Entry(
        "draw_again",
        GHOST,
        "Same words, &drawn again",
        ("Shift+R",),
        "The same words under another seed; by free hand another continuation",
    ),
    *(
        Entry(name, GHOST, f"Guess &{key}", (key,), "The ghost is written in the words of that guess")
        for name, key in zip(GUESSES, "123", strict=True)
    ),
    Entry("dismiss", GHOST, "&Send it away", ("Esc",), "The ghost goes and stays away until the next stroke"),
    Entry(
        "continue_now",
        GHOST,
        "&Continue now",
        ("Ctrl+Space", "Ctrl+Return"),
        "Goes on without waiting for a rest",
        "continue",
    ),
    Entry("calmer", GHOST, "Cal&mer", ("[",), "Lowers the temperature, from the next point on"),
    Entry("wilder", GHOST, "&Wilder", ("]",), "Raises the temperature, from the next point on"),
    Entry("fix_seed", GHOST, "Fi&x the seed", ("Ctrl+L",), "Every ghost under the seed shown", "unlock", True),
    Entry("next_mode", GHOST, "Next of words, free hand, off", ("W",), "What comes when the pen rests"),
    Entry("words", GHOST, "W&ords", ("Shift+W",), "The ghost says the likeliest words, in your hand", "words", True),
    Entry("free", GHOST, "Free &hand", ("Shift+F",), "The ghost is what the network alone makes of it", "free", True),
    Entry("off", GHOST, "O&ff", ("Shift+O",), "No ghost comes by itself", "off", True),
    Entry("show_guesses", GHOST, "Show &guesses", ("G",), "How the line may go on, beside the ghost", "", True),
    Entry("pen", WRITE, "&Pen", ("B",), "Writes", "pen", True),
    Entry("eraser", WRITE, "&Eraser", ("E",), "Takes away whole strokes", "eraser", True),
    Entry("text", WRITE, "&Text", ("Ctrl+T",), "Writes what is typed; click where it is to begin", "text", True),
    Entry(
        "edit_text", WRITE, "Edit te&xt", ("Ctrl+Shift+T",), "Opens the typed text under the pointer, or the last one"
    ),
    Entry("again_word", WRITE, "Write the &word again", ("A",), "The typed word under the pointer, otherwise"),
    Entry("again_line", WRITE, "Write the &line again", ("Shift+A",), "The typed line under the pointer, otherwise"),
    Entry("undo", WRITE, "&Undo", ("Ctrl+Z",), "Takes back the last step", "undo"),
    Entry("redo", WRITE, "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Brings back what was undone", "redo"),
    Entry(HANDS.action, WRITE, HANDS.menu, ("Alt+9",), HANDS.tip, "", True),
    Entry(READ.action, WRITE, READ.menu, ("Ctrl+R",), READ.tip, "", True),
    Entry("find", WRITE, "&Find…", ("Ctrl+F",), "Looks for words in all of the document's ink"),
    Entry("find_next", WRITE, "Find the ne&xt", ("F3", "Ctrl+G"), "To the next place where the words were found"),
    Entry("find_previous", WRITE, "Find the pre&vious", ("Shift+F3", "Ctrl+Shift+G"), "To the place before"),
    Entry("new", DOCUMENT, "&New document", ("Ctrl+N",), "Begins an empty, untitled document", "new"),
    Entry("open", DOCUMENT, "&Open…", ("Ctrl+O",), "Opens an .ink file, or reads InkML or SVG", "open"),
    Entry("save", DOCUMENT, "&Save", ("Ctrl+S",), "Saves the document as an .ink file", "save"),
    Entry("save_as", DOCUMENT, "Save &as…", ("Ctrl+Shift+S",), "Saves the document as another .ink file"),
    Entry(
        "export", DOCUMENT, "&Export…", ("Ctrl+E",), "Writes the document as SVG, PDF, or in another format", "export"
    ),
    Entry(
        "export_text",
        DOCUMENT,
        "&Text in exports",
        ("Ctrl+Shift+E",),
        "SVG and PDF say what the ink says: pages are read for it, and can be searched and read aloud",
        "",
        True,
    ),
    Entry("recover", DOCUMENT, "Reco&ver…", ("Ctrl+Shift+R",), "Offers ink that was not saved when the app last ended"),
    Entry(
        "next_page", DOCUMENT, "Ne&xt page", ("Ctrl+PgDown",), "Turns to the next page; after the last one it adds one"
    ),
    Entry("previous_page", DOCUMENT, "&Previous page", ("Ctrl+PgUp",), "Turns to the page before"),
    Entry("add_page", DOCUMENT, "A&dd a page", ("Ctrl+Shift+N",), "Puts an empty page after this one"),
    Entry(
        "delete_page",
        DOCUMENT,
        "De&lete the page",
        ("Ctrl+Shift+Del",),
        "Takes this page and its ink away; undo brings it back",
    ),
    Entry(
        "page_earlier", DOCUMENT, "Move the page &up", ("Ctrl+Shift+PgUp",), "Puts this page before the one before it"
    ),
    Entry("page_later", DOCUMENT, "Move the page do&wn", ("Ctrl+Shift+PgDown",), "Puts this page after the next one"),
    Entry("paper", DOCUMENT, "Pape&r…", ("Ctrl+Shift+L",), "Size, ruled or plain, and how far apart the lines are"),
    Entry("zoom_in", VIEW, "Zoom &in", ("Ctrl++", "Ctrl+="), "Larger"),
    Entry("zoom_out", VIEW, "Zoom &out", ("Ctrl+-",), "Smaller"),
    Entry("zoom_fit", VIEW, "&Fit the page's width", ("Ctrl+0",), "The whole width of the page"),
    Entry("zoom_actual", VIEW, "Zoom to &100 %", ("Ctrl+1",), "Real size on a screen of 96 dots an inch"),
    Entry("full_screen", VIEW, "F&ull screen", ("F11",), "Nothing but the window", "", True, STANDARD.FullScreen),
    Entry("dark", VIEW, "&Dark", ("Ctrl+D",), "Dark or light; exports are the same in both", "dark", True),
    *(
        Entry(kind.action, INSPECT, kind.menu, (key,), kind.tip, "", True)
        for key, kind in zip(PANEL_KEYS, PANELS.values(), strict=True)
    ),
    Entry("inspect_back", INSPECT, "One point &back", ("Alt+Left",), "The point before the selected one"),
    Entry("inspect_forward", INSPECT, "One point &on", ("Alt+Right",), "The point after the selected one"),
    Entry("inspect_lift_back", INSPECT, "To the lift before", ("Alt+Up",), "Where the pen was lifted last"),
    Entry("inspect_lift", INSPECT, "To the next &lift", ("Alt+Down",), "Where the pen is lifted next"),
    Entry("inspect_play", INSPECT, "&Play", ("F5", "Ctrl+Shift+P"), "Goes along the line by itself, or stops"),
    Entry("close_panels", INSPECT, "&Close all panels", ("Alt+0",), "The tour, too; nothing but the page is left"),
    Entry(
        "inspect_follow",
        INSPECT,
        "&Go along with the pen",
        ("Alt+End",),
        "Selects the last point, while ink grows, too",
    ),
    Entry("preferences", HELP, "&Preferences…", ("Ctrl+,",), "The pen's rest, appearance, motion"),
    Entry("menu", HELP, "&Menu", ("F10", "Ctrl+Shift+M"), "All that can be done", "menu"),
    Entry("shortcuts", HELP, "&Keyboard shortcuts", ("F1", "Ctrl+/"), "A sheet of all keys"),
    Entry(
        "tour",
        HELP,
        "&How it works",
        ("Shift+F1", "Ctrl+Shift+H"),
        "Ten steps through the network, on the ink of the page",
        "",
        True,
    ),
    Entry("quit", HELP, "&Quit", ("Ctrl+Q",), "Closes the window"),
)
BY_NAME = {entry.name: entry for entry in ACTIONS}


def make_actions(owner: QObject, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """A QAction for each entry, by name, wired to its handler. Raises KeyError for an entry without one."""
    made = {}
    for entry in ACTIONS:
        action = QAction(_menu_text(entry), owner)
        action.setIconText(entry.plain)
        action.setObjectName(entry.name)
        action.setShortcuts([QKeySequence(key) for key in entry.keys_on(sys.platform)])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setToolTip(f"{entry.plain}  ({entry.shown_keys})\n{entry.tip}")
        action.setStatusTip("")
        action.setCheckable(entry.checkable)
        action.setMenuRole(MACOS_ROLES.get(entry.name, QAction.MenuRole.NoRole))  # never guessed from the text
        action.setAutoRepeat(entry.name in REPEATED)
        action.triggered.connect(_without_checked(handlers[entry.name]))
        made[entry.name] = action
    return made


def _menu_text(entry: Entry) -> str:
    """The text, and behind a tab the first keys where a menu would write them otherwise than all else here: "Alt+Left"."""
    key = entry.keys_on(sys.platform)[0]
    written = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return entry.text if native(key) == written else f"{entry.text}\t{native(key)}"


def _without_checked(handler: Callable[[], object]) -> Callable[[bool], None]:
    """``triggered`` passes whether the action is on; the handlers look it up themselves where it counts."""

    def call(checked: bool = False) -> None:
        handler()

    return call

"""What the app remembers from one start to the next, each value with its type, its default and its bounds.

An ini file gives back strings, may have been edited by hand and may hold anything: every value is brought into its bounds,
or is the default.
"""

from __future__ import annotations

import math
import os
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from inkapp.ui.chrome.ghost_settings import GhostSettings
from model.temperatures import SLIDER_TEMPERATURES, USUAL_TEMPERATURE

if TYPE_CHECKING:
    from inkapp.ui.chrome.text_settings import TextSettings

VARIABLE = "INKAPP_SETTINGS"  # for tests and benches: XDG_CONFIG_HOME moves nothing on macOS and Windows
COOLEST, WILDEST = SLIDER_TEMPERATURES
SHORTEST_REST_MS, LONGEST_REST_MS = 150, 3000
REST_MS = 400
MOST_RECENT = 8
LONGEST_NAME = 200  # characters
MOST_PANELS = 32


def data_folder() -> Path:
    """Where journals, locks and hands are: the system's folder for an application's data, or that of ``INKAPP_SETTINGS``."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE]).absolute().parent
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))


class Appearance(Enum):
    """Whether the window is light or dark; exports never are."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Settings:
    """A typed front of one ``QSettings``. What is set is there at the next start.

    ``ghost``: what concerns the ghost. The window's first frame needs few of them: what the others are made with is imported
    where they are asked for.
    """

    def __init__(self, store: QSettings) -> None:
        self._store = store
        self.ghost = GhostSettings(store)

    @classmethod
    def of_the_user(cls) -> Settings:
        """Those in the file that ``INKAPP_SETTINGS`` names, else in the user's own configuration folder."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
        path = os.environ.get(VARIABLE) or str(Path(folder) / "inkapp.ini")
        return cls(QSettings(path, QSettings.Format.IniFormat))

    @property
    def path(self) -> Path:
        """The file they are kept in."""
        return Path(self._store.fileName())

    @cached_property
    def text(self) -> TextSettings:
        """What concerns typed text."""
        from inkapp.ui.chrome.text_settings import TextSettings

        return TextSettings(self._store)

    @property
    def temperature(self) -> float:
        """How wild the ink is."""
        return self._number("ink/temperature", USUAL_TEMPERATURE, COOLEST, WILDEST)

    @temperature.setter
    def temperature(self, value: float) -> None:
        self._store.setValue("ink/temperature", min(max(float(value), COOLEST), WILDEST))

    @property
    def rest_ms(self) -> int:
        """How long the pen rests before the ink goes on, in milliseconds."""
        return round(self._number("ink/rest_ms", REST_MS, SHORTEST_REST_MS, LONGEST_REST_MS))

    @rest_ms.setter
    def rest_ms(self, value: int) -> None:
        self._store.setValue("ink/rest_ms", min(max(int(value), SHORTEST_REST_MS), LONGEST_REST_MS))

    @property
    def reduced_motion(self) -> bool:
        """Whether ghost ink stands at once instead of growing."""
        return bool(self._store.value("view/reduced_motion", False, type=bool))

    @reduced_motion.setter
    def reduced_motion(self, value: bool) -> None:
        self._store.setValue("view/reduced_motion", bool(value))

    @property
    def appearance(self) -> Appearance:
        try:
            return Appearance(str(self._store.value("view/appearance", Appearance.SYSTEM.value, type=str)))
        except ValueError:
            return Appearance.SYSTEM

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._store.setValue("view/appearance", value.value)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files last opened or saved, the latest first."""
        import json

        try:  # as JSON in one string: an ini file gives a list of one back as a string
            names = json.loads(str(self._store.value("files/recent", "[]", type=str)))
        except (ValueError, RecursionError):
            return ()
        if not isinstance(names, list):
            return ()
        return tuple(Path(name) for name in names if isinstance(name, str) and name)[:MOST_RECENT]

    def remember(self, path: Path) -> None:
        """Puts a file at the head of the recent ones."""
        path = path.absolute()
        self._keep_recent([path, *(p for p in self.recent if p != path)])

    def forget(self, path: Path) -> None:
        """Takes a file from the recent ones."""
        self._keep_recent([p for p in self.recent if p not in (path, path.absolute())])

    def _keep_recent(self, paths: list[Path]) -> None:
        import json

        self._store.setValue("files/recent", json.dumps([str(p) for p in paths[:MOST_RECENT]]))

    @property
    def export_text(self) -> bool:
        """Whether exports carry what the ink says."""
        return bool(self._store.value("files/export_text", True, type=bool))

    @export_text.setter
    def export_text(self, value: bool) -> None:
        self._store.setValue("files/export_text", bool(value))

    @property
    def author(self) -> str:
        """Who is named in files that name somebody; "" for nobody."""
        return str(self._store.value("files/author", "", type=str))[:LONGEST_NAME]

    @author.setter
    def author(self, value: str) -> None:
        self._store.setValue("files/author", value[:LONGEST_NAME])

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood; Qt reads nothing from what it did not write."""
        value = self._store.value("view/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("view/geometry", value)

    @property
    def panels(self) -> tuple[str, ...]:
        """The inspector's panels that were open; names may be of panels that are no more."""
        text = str(self._store.value("inspect/panels", "", type=str))
        return tuple(name for name in text.split(" ") if name)[:MOST_PANELS]

    @panels.setter
    def panels(self, names: tuple[str, ...]) -> None:
        self._store.setValue("inspect/panels", " ".join(names))

    @property
    def panels_state(self) -> QByteArray:
        """Where they stood; Qt reads nothing from what it did not write."""
        value = self._store.value("inspect/state")
        return value if isinstance(value, QByteArray) else QByteArray()

    @panels_state.setter
    def panels_state(self, value: QByteArray) -> None:
        self._store.setValue("inspect/state", value)

    @property
    def cell_colours(self) -> str:
        """The scale that cells are shown in; the name may be of one that is no more, and is "" where nobody chose."""
        return str(self._store.value("inspect/colours", "", type=str))

    @cell_colours.setter
    def cell_colours(self, name: str) -> None:
        self._store.setValue("inspect/colours", name)

    @property
    def hand(self) -> str:
        """The id of the hand in use, which may be of one that is no more; "" for the page's own."""
        return str(self._store.value("write/hand", "", type=str))

    @hand.setter
    def hand(self, identity: str) -> None:
        self._store.setValue("write/hand", identity)

    @property
    def tour(self) -> int:
        """The chapter of the tour at which the reader stopped, from 0."""
        return round(self._number("help/tour", 0, 0, MOST_PANELS))

    @tour.setter
    def tour(self, value: int) -> None:
        self._store.setValue("help/tour", int(value))

    def _number(self, key: str, default: float, low: float, high: float) -> float:
        try:
            value = float(str(self._store.value(key, default)))
        except ValueError:
            return default
        return min(max(value, low), high) if math.isfinite(value) else default

"""The elements of an SVG file in document order, gathered before any is drawn, because ``use`` may name what comes later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inkapp.formats.svg.styles import Styles
from inkapp.ink.errors import FileError


@dataclass(slots=True)
class Element:
    """``end``: the index behind its last descendant."""

    name: str
    attributes: Mapping[str, str]
    end: int = 0


class Elements:
    """Takes them as the file is parsed; ``styles`` are those of its style sheets."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.all: list[Element] = []
        self.by_id: dict[str, int] = {}
        self.styles = Styles()
        self._open: list[int] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Raises FileError for a file of another kind."""
        if not self.all and name != "svg":
            raise FileError(f"{self._name}: not an SVG file (it begins with <{name[:30]}>)")
        if "id" in attributes:
            self.by_id.setdefault(attributes["id"], len(self.all))
        self._open.append(len(self.all))
        self.all.append(Element(name, attributes))

    def end(self, name: str, text: str) -> None:
        self.all[self._open.pop()].end = len(self.all)
        if name == "style":
            self.styles.add(text)

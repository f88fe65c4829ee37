"""CSS as far as it says what is seen and where: style attributes, and style sheets of plain selectors (CSS 2.1, ch. 5 and 6).

A plain selector is a type, classes and an id, in any mixture, such as ``path.hidden``. A rule with another one, which would
hide or move something, is not followed, and told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
SELECTOR = re.compile(r"([A-Za-z][\w-]*+|\*)?((?:[.#][\w-]++)*+)")
LONGEST = 20_000  # characters of a style attribute
LONGEST_SHEET = 1 << 20  # with the fonts that some carry
MOST_RULES = 100
FOLLOWED = frozenset({"display", "visibility", "opacity", "transform", "transform-origin", "stroke", "stroke-width"})
HIDES_OR_MOVES = FOLLOWED - {"stroke", "stroke-width"}
Rank = tuple[bool, int]  # whether it is important, and the selector's specificity
Declarations = dict[str, tuple[bool, str]]


@lru_cache(1_000)
def declarations(text: str) -> Declarations:
    """Properties and values in lower case, and whether each is important; a later one goes before an earlier one."""
    found: Declarations = {}
    for declaration in COMMENT.sub(" ", text).split(";"):
        name, colon, value = declaration.lower().partition(":")
        name, (value, _, mark) = name.strip(), value.partition("!")
        important = mark.strip() == "important"
        value = value.strip()
        if colon and value and name in FOLLOWED and (important or not found.get(name, (False, ""))[0]):
            found[name] = (important, value)
    return found


class Styles:
    """The style sheets of a file. ``unread``: whether a rule was not followed that hides or moves something."""

    def __init__(self) -> None:
        self.unread = False
        self._rules: list[tuple[str, frozenset[str], int, Declarations]] = []  # type, .classes and #ids, specificity
        self._ids: set[str] = set()  # that rules name
        self._known: dict[tuple[str, str, str], dict[str, tuple[Rank, str]]] = {}

    def add(self, sheet: str) -> None:
        """Reads the text of a style element."""
        for part in COMMENT.sub(" ", sheet[:LONGEST_SHEET]).split("}"):
            selectors, _, body = part.partition("{")
            if "@import" in selectors:
                self.unread = True
            found = declarations(body.rpartition("{")[2])
            if found:
                self._add_rule(selectors.rpartition(";")[2], found, nested="{" in body)
        self.unread |= len(sheet) > LONGEST_SHEET

    def of(self, name: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """The properties of an element by its sheets and its own style, which goes before them unless they are important."""
        best = self._of_sheets(name, attributes) if self._rules else {}
        if (own := attributes.get("style")) is not None:
            best = dict(best)
            for key, (important, value) in declarations(own[:LONGEST]).items():
                rank = (important, 1 << 30)
                if key not in best or rank >= best[key][0]:
                    best[key] = (rank, value)
        return {key: value for key, (_, value) in best.items()}

    def _add_rule(self, selectors: str, found: Declarations, *, nested: bool) -> None:
        for selector in selectors.split(","):
            match = SELECTOR.fullmatch(selector.strip())
            if match is None or not match[0] or nested or len(self._rules) >= MOST_RULES:
                self.unread |= not HIDES_OR_MOVES.isdisjoint(found)
                continue
            parts = re.findall(r"[.#][\w-]++", match[2])
            kind = match[1] or "*"
            specificity = sum(10_000 if part[0] == "#" else 100 for part in parts) + (kind != "*")
            self._ids |= {part for part in parts if part[0] == "#"}
            self._rules.append((kind, frozenset(parts), specificity, found))

    def _of_sheets(self, name: str, attributes: Mapping[str, str]) -> dict[str, tuple[Rank, str]]:
        own = f"#{attributes.get('id', '')}"
        key = (name, attributes.get("class", ""), own if own in self._ids else "")
        if key not in self._known:
            names = {f".{word}" for word in key[1].split()} | {key[2]}
            best: dict[str, tuple[Rank, str]] = {}
            for kind, parts, specificity, found in self._rules:
                if kind in ("*", name) and parts <= names:
                    for prop, (important, value) in found.items():
                        rank = (important, specificity)
                        if prop not in best or rank >= best[prop][0]:
                            best[prop] = (rank, value)
            self._known[key] = best
        return self._known[key]

"""What of a typed text is written otherwise than it was typed, and one line for a person that tells it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from inkapp.live.compose.characters import APART, Form, Kind, is_visible_mark, unwritten_marks

NAMED = 6  # characters, or words, of each sort that the line names; the rest it counts

_KIND = re.compile(
    r"[ -](?:LETTER|CHARACTER|SYLLABLE|VOWEL|SIGN|DIGIT|INDIC|INDEPENDENT|CONSONANT|LIGATURE|POINT|MARK)\b"
)
_CASE = re.compile(r" (?:CAPITAL|SMALL|UNIFIED|COMPATIBILITY)\b.*")


@dataclass(slots=True)
class TextNote:
    """Counts what is written otherwise than it was typed; ``formed`` is what is written, other than punctuation."""

    substitutes: Counter[tuple[str, str]] = field(default_factory=Counter)
    boxes: Counter[str] = field(default_factory=Counter)
    marks: int = 0
    invisible: int = 0
    control: int = 0
    formed: int = 0

    def add(self, cluster: str, form: Form) -> None:
        """Counts what is written otherwise than it was typed, and what has a form."""
        self.formed += form.kind is not Kind.BOX and unicodedata.category(cluster[0])[0] != "P"
        if form.kind is Kind.SUBSTITUTED:
            self.substitutes[cluster, form.text] += 1
            self.marks += unwritten_marks(cluster) if cluster[0] not in APART else 0
        elif form.kind is Kind.BOX and is_visible_mark(cluster[0]):
            self.marks += 1
        elif form.kind is Kind.BOX:
            self.boxes[cluster] += 1
        elif form.kind is not Kind.CARD:
            self.marks += unwritten_marks(cluster)

    @property
    def box_scripts(self) -> str:
        """The scripts of the letters that stand as boxes, or ""; not Latin and Greek, of which others can be written."""
        names = dict.fromkeys(script_of(one[0]) for one in self.boxes if unicodedata.category(one[0])[0] == "L")
        return listed([name for name in names if name not in ("", "Latin", "Greek", "Modifier")])

    def line(self) -> str:
        """One line that tells all of it, or ""."""
        parts = []
        if self.substitutes:
            told = [f"{quoted(typed)}{_times(n)} as '{text}'" for (typed, text), n in self.substitutes.items()]
            parts.append(listed(told).replace(" as ", " is written as ", 1))
        if self.boxes:
            stand = "stands as a box" if self.boxes.total() == 1 else "stand as boxes"
            scripts = f" ({self.box_scripts})" if self.box_scripts else ""
            parts.append(
                f"{_count(self.boxes.total(), 'character')} of no form {stand}{scripts}: "
                + listed([quoted(character) + _times(n) for character, n in self.boxes.items()])
            )
        counts = {"accent": self.marks, "invisible character": self.invisible, "control character": self.control}
        left_out = [_count(n, name) for name, n in counts.items() if n]
        if left_out:
            parts.append(f"left out: {', '.join(left_out)}")
        return "; ".join(parts)


def script_of(character: str) -> str:
    """The script of a letter, as Unicode's name for it begins."""
    script = _CASE.sub("", _KIND.split(unicodedata.name(character, ""))[0])
    return "Chinese" if script == "CJK" else script.title()


def quoted(cluster: str) -> str:
    """A character for a person to read: as it is, or its number where it cannot be shown."""
    shown = all(unicodedata.category(character) not in ("Cn", "Co", "Cs") for character in cluster)
    text = "\u25cc" + cluster if is_visible_mark(cluster[0]) else cluster
    return f"'{text}'" if shown else " ".join(f"U+{ord(character):04X}" for character in cluster)


def _times(n: int) -> str:
    return f" ({n} times)" if n > 1 else ""


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'s' if n != 1 else ''}"


def listed(told: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(told) - NAMED
    return ", ".join(told[:NAMED]) + (f" and {more} more" if more > 0 else "")

"""What the text field is about: a new text, or one that stands on the page and is to be changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from inkapp.ink.hand import new_id
from inkapp.ink.typed_text import TextStyle, TypedText
from inkapp.ui.flow.seeds import any_seed


@dataclass(frozen=True, slots=True)
class Subject:
    """``edited``: the text as it stands on the page, None for a new one. ``begin``: what the field began with. ``draft``: what
    was typed and not written before, in the field of another text. ``any_seed``: a new text's, where none is named; known from
    the start, so that its first word can be written ahead."""

    edited: TypedText | None = None
    begin: str = ""
    draft: str = ""
    any_seed: int = field(default_factory=any_seed)

    def unwritten(self, typed: str) -> str:
        """What the next field is to begin with, if this one is closed with ``typed`` in it."""
        if self.edited is None:
            return typed if typed.strip() else ""
        return typed if typed.strip() and typed != self.begin else self.draft

    def text(self, typed: str, place: tuple[float, float], seed: int | None, hand: str, style: TextStyle) -> TypedText:
        """``typed`` as a text to be written. ``place``: see ``TextField.place``. ``seed``: None for any. ``hand``: its key.

        An edited text stays where it is, and its words that were written again stay so while nothing else is typed.
        """
        named = self.any_seed if seed is None else seed
        if self.edited is None:
            return TypedText(new_id(), typed, *place, named, hand, style)
        again = self.edited.again if named == self.edited.seed and typed == self.edited.text else ()
        return replace(self.edited, text=typed, seed=named, hand=hand, style=style, again=again)

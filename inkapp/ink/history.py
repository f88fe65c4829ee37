"""Undo: a list of Documents and a place in it.

Knows: which states there were, which is shown, which was saved.
Refuses to know: what changed between two states, and why. Documents are frozen and share their strokes, so keeping
them whole costs one reference a stroke and makes undo exact by construction.
"""

from __future__ import annotations

from dataclasses import replace

from inkapp.ink.document import Document

REFERENCES = 10_000_000  # strokes summed over all kept states, about 80 MB; the oldest states go first


class History:
    """The states of one document.

    Every document that comes out has a revision higher than all before it: undo brings back earlier pages under a
    new number, so that an answer to the state that was undone is seen to be stale.
    """

    def __init__(self, document: Document, *, references: int = REFERENCES) -> None:
        self._states = [document]
        self._at = 0
        self._highest = document.revision
        self._saved: Document | None = document
        self._references = references
        self._held = _size(document)

    @property
    def current(self) -> Document:
        """The document as it is now."""
        return self._states[self._at]

    @property
    def can_undo(self) -> bool:
        """Whether an earlier state is kept."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether something was undone and nothing done since."""
        return self._at + 1 < len(self._states)

    @property
    def is_saved(self) -> bool:
        """Whether the pages are those that were last saved (or those that the history began with)."""
        return self._saved is not None and self._saved.pages is self.current.pages

    def push(self, document: Document) -> Document:
        """Makes ``document`` current: one step of undo. What was undone before is gone.

        Returns it, under a new revision where its own is not higher than all before it.
        """
        if document.revision <= self._highest:
            document = replace(document, revision=self._highest + 1)
        self._highest = document.revision
        self._held += _size(document) - sum(map(_size, self._states[self._at + 1 :]))
        del self._states[self._at + 1 :]
        self._states.append(document)
        self._at += 1
        while self._held > self._references and self._at > 0:
            self._held -= _size(self._states.pop(0))
            self._at -= 1
        return document

    def undo(self) -> Document:
        """The pages before the last change, as a new revision; the current document where there is no such state."""
        return self._go(self._at - 1) if self.can_undo else self.current

    def redo(self) -> Document:
        """The pages that the last undo left, as a new revision; the current document where there is no such state."""
        return self._go(self._at + 1) if self.can_redo else self.current

    def mark_saved(self) -> None:
        """Notes that the current pages are safe in a file."""
        self._saved = self.current

    def mark_unsaved(self) -> None:
        """Notes that no file holds any of these states (a recovered or imported document)."""
        self._saved = None

    def _go(self, at: int) -> Document:
        self._at = at
        self._highest += 1
        # ``replace`` shares the pages, by which ``is_saved`` knows a state again
        self._states[at] = replace(self._states[at], revision=self._highest)
        return self._states[at]


def _size(document: Document) -> int:
    """References that a state holds."""
    return 1 + sum(len(page.strokes) for page in document.pages)

"""Undo: the edits of a document, the state before each, and which of them is current.

Documents are frozen and share their strokes, so a whole state costs one reference a stroke, and undo is exact whatever an
edit does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from inkapp.ink.document import Document
from inkapp.ink.edits import Edit

REFERENCES = 10_000_000  # strokes summed over all kept states, about 80 MB; the oldest states go first


class Log(Protocol):
    """Is told of every step, in order: they and the document that they begin with are the whole history."""

    def applied(self, edit: Edit) -> None: ...

    def extended(self, edit: Edit) -> None: ...

    def undone(self) -> None: ...

    def redone(self) -> None: ...


class History:
    """The states of one document and the edits between them.

    Every document that comes out has a revision higher than all before it: undo brings back earlier pages under a
    new number, so that an answer to the state that was undone is seen to be stale.
    """

    def __init__(self, document: Document, *, log: Log | None = None, references: int = REFERENCES) -> None:
        self._states = [document]
        # those of each step lead from the state of its index to the next; their strokes are the states', so they are not
        # counted again
        self._edits: list[tuple[Edit, ...]] = []
        self._at = 0
        self._highest = document.revision
        self._saved: Document | None = document
        self._references = references
        self._log = log
        self._held = _size(document)
        self._trimmed = False  # whether an oldest state has gone

    @property
    def current(self) -> Document:
        """The document as it is now."""
        return self._states[self._at]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Those that led from the oldest kept state to the current one, in order."""
        return tuple(edit for step in self._edits[: self._at] for edit in step)

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

    def apply(self, edit: Edit) -> Document:
        """Makes what ``edit`` gives current: one step of undo. What was undone before is gone.

        Raises IndexError, with nothing changed, for an edit that does not fit the current document.
        """
        document = self._renew(edit.apply(self.current))
        self._held += _size(document) - sum(map(_size, self._states[self._at + 1 :]))
        self._states[self._at + 1 :] = [document]
        self._edits[self._at :] = [(edit,)]
        self._at += 1
        self._trim()
        if self._log is not None:
            self._log.applied(edit)
        return document

    def extend(self, edit: Edit) -> Document:
        """As ``apply``, but within the step that was done last: undo takes back both.

        Raises IndexError, with nothing changed, also where nothing was done yet, or a step was undone and can be done again.
        """
        if self.can_redo or not (self._edits or self._trimmed):
            raise IndexError("no step to be extended")
        before = self.current
        document = self._renew(edit.apply(before))
        self._held += _size(document) - _size(before)
        self._states[self._at] = document
        self._edits[-1:] = [
            (*step, edit) for step in self._edits[-1:]
        ]  # none where the step is the oldest state by now
        self._trim()
        if self._log is not None:
            self._log.extended(edit)
        return document

    def _trim(self) -> None:
        """Forgets the oldest states where all together are too many."""
        while self._held > self._references and self._at > 0:
            self._held -= _size(self._states.pop(0))
            del self._edits[0]
            self._at -= 1
            self._trimmed = True

    def undo(self) -> Document:
        """The pages before the last change, as a new revision; the current document where there is no such state."""
        if not self.can_undo:
            return self.current
        if self._log is not None:
            self._log.undone()
        return self._go(self._at - 1)

    def redo(self) -> Document:
        """The pages that the last undo left, as a new revision; the current document where there is no such state."""
        if not self.can_redo:
            return self.current
        if self._log is not None:
            self._log.redone()
        return self._go(self._at + 1)

    def mark_saved(self) -> None:
        """Notes that the current pages are safe in a file."""
        self._saved = self.current

    def mark_unsaved(self) -> None:
        """Notes that no file holds any of these states (a recovered or imported document)."""
        self._saved = None

    def _go(self, at: int) -> Document:
        self._at = at
        self._states[at] = self._renew(self._states[at])
        return self._states[at]

    def _renew(self, document: Document) -> Document:
        """The same pages, by which ``is_saved`` knows a state again, under the next revision."""
        self._highest += 1
        return replace(document, revision=self._highest)


def _size(document: Document) -> int:
    """References that a state holds."""
    return 1 + sum(len(page.strokes) for page in document.pages)

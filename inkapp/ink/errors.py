"""The errors that the app raises on purpose.

    InkError               what was asked for cannot be done
    ├── FileError          a file, or what it holds, cannot be read or written (ink, formats, editor, commands)
    │   └── FileRefused    not for what it holds: it is not there, too large, of an unknown kind or a newer version
    ├── NothingToContinue  no writing on the page that the network could go on from (live.encoder)
    ├── NoWords            a line is not gone on with in words (live.words.pen_line)
    ├── TextRefused        a typed text cannot be written: empty, too long, of another script (live.compose.typed_text)
    ├── NoRoom             a text does not fit where it is to be written (live.compose.wrapping)
    ├── NoHand             there is too little ink to learn a hand from (live.compose.read_hand)
    ├── NoCaptioner        the network that captions ink is missing or damaged (inspect.attention)
    ├── NoMorePages        a text needs more pages than a document may have (editor.text_writing)
    └── Overtaken          nobody waits for the reading of a page any more (inspect.page)

The networks, their training and the lab have a tree of their own (``model.errors``): ``ink`` imports nothing of theirs, and
they nothing of the app's.
"""

from __future__ import annotations


class InkError(Exception):
    """What was asked for cannot be done; the message is one line that says what and where, for a person to read."""


class FileError(InkError):
    """A file, or what it holds, cannot be read or written."""


class FileRefused(FileError):
    """A file was not read, though nothing in it is wrong: it is not there, too large, of an unknown kind or a newer version."""

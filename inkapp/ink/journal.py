"""The journal of a document as bytes: what was done to it, one checksummed record a step, in ``docs/ink-format.md``.

Written down are edits, undo and redo, so reading a journal does them again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import get_args

from inkapp.ink.atomic_files import one_line, reason
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.edits import Edit
from inkapp.ink.errors import FileError
from inkapp.ink.file import dumps, page_text, read_document, read_stroke, read_whole_page, stroke_text
from inkapp.ink.history import History
from inkapp.ink.text_fields import read_text, text_fields
from inkapp.ink.typed_text import TypedText

VERSION = 1
HEAD = b"ink-journal "  # and the version: the first line
UNDO, REDO = b'{"do":"undo"}', b'{"do":"redo"}'
# An edit's record is named as its class is, its keys as the class's fields are: renaming one needs another VERSION
KINDS = {kind.__name__: kind for kind in get_args(Edit)}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from: what the person calls it, its .ink file, and that file's digest when it was read or saved.

    ``saved``: whether the file, or an empty page, holds all of it.
    """

    title: str
    path: Path | None = None
    digest: str | None = None
    saved: bool = True


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a journal leads to. ``page``: index of the page last written on. ``damage``: why its end is lost, or ""."""

    document: Document
    source: Source
    page: int
    damage: str

    @property
    def strokes(self) -> int:
        """How many there are on all pages."""
        return sum(len(page.strokes) for page in self.document.pages)


def begin_record(document: Document, source: Source) -> bytes:
    """The first record: all of the document before the first step. Raises FileError for what cannot be saved either."""
    path = None if source.path is None else str(source.path.absolute())
    head = {"do": "begin", "title": source.title, "path": path, "digest": source.digest, "saved": source.saved}
    whole = dumps(document).replace(b"\n", b"")  # no line breaks inside JSON's strings
    return json.dumps(head, separators=(",", ":")).encode()[:-1] + b',"document":' + whole + b"}"


def edit_record(edit: Edit, *, extends: bool = False) -> bytes:
    """An edit, with the strokes, pages and text that it brings. ``extends``: it belongs to the step before.

    Raises FileError for what cannot be saved either.
    """
    keys = [f'"{field.name}":{_to_json(getattr(edit, field.name))}' for field in fields(edit)]
    keys += ['"extends":true'] if extends else []
    return ",".join([f'{{"do":"{type(edit).__name__}"', *keys]).encode() + b"}"


def saved_record(path: Path, digest: str) -> bytes:
    """That the file holds the document as it is now."""
    return json.dumps({"do": "saved", "path": str(path.absolute()), "digest": digest}, separators=(",", ":")).encode()


class RecordLines:
    """Records as lines, each with a checksum of all up to it: a lost or exchanged record is noticed as a damaged one is."""

    head = HEAD + b"%d\n" % VERSION

    def __init__(self) -> None:
        self._sum = 0

    def line(self, record: bytes) -> bytes:
        """The next record's line."""
        self._sum = zlib.crc32(record, self._sum)
        return b"%08x %s\n" % (self._sum, record)

    def record(self, line: bytes) -> bytes | None:
        """The record of the next line; None for a damaged one."""
        record = line[9:-1]
        self._sum = zlib.crc32(record, self._sum)
        return record if line == b"%08x %s\n" % (self._sum, record) else None


def read_journal(path: Path) -> Recovered | None:
    """What a journal leads to; None where nothing is lost without it: all is saved, or nothing was written.

    A record that was cut off at the end is passed over: the app was killed while it wrote it. At a damaged one reading
    stops. Raises FileError for a journal of another version, and where nothing can be read.
    """
    try:
        with path.open("rb") as file:
            return replay(file, str(path))
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({reason(error)})") from None


def replay(lines: Iterable[bytes], name: str) -> Recovered | None:
    """``read_journal`` for its lines; ``name`` is how messages call it."""
    steps = iter(lines)
    head = next(steps, b"")
    if not head.endswith(b"\n"):
        return None  # killed while the first line was written
    if head != RecordLines.head:
        raise FileError(f"{name}: not a journal that this program can read ({_version(head)})")
    reader, replayed, damage = RecordLines(), None, ""
    for number, line in enumerate(steps, 1):
        record = reader.record(line)
        if record is None:
            damage = "" if not line.endswith(b"\n") else f"record {number} is damaged"
            break
        try:
            fact = json.loads(record)
            if replayed is None:
                replayed = _Replay(fact, name)
            else:
                replayed.do(fact)
        except (FileError, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
            damage = f"record {number}: {one_line(error)}"
            break
    if replayed is None:
        if damage:
            raise FileError(f"{name}: nothing of it can be read ({damage})")
        return None
    return replayed.recovered(damage)


class _Replay:
    """A journal's steps, done again."""

    def __init__(self, fact: dict[str, object], name: str) -> None:
        if fact["do"] != "begin":
            raise ValueError("does not begin with a document")
        self._name = name
        self._history = History(read_document(fact["document"], name))
        self._title, self._path, self._digest = fact["title"], fact["path"], fact["digest"]
        self._saved = bool(fact["saved"])
        if not self._saved:
            self._history.mark_unsaved()
        self._page = 0

    def do(self, fact: dict[str, object]) -> None:
        """One more step. Raises FileError, or one of Python's errors for values, where it makes no sense."""
        match fact.pop("do"):
            case "undo":
                self._history.undo()
            case "redo":
                self._history.redo()
            case "saved":
                self._path, self._digest = fact["path"], fact["digest"]
                self._history.mark_saved()
            case str(kind):
                act = self._history.extend if fact.pop("extends", False) is True else self._history.apply
                edit = KINDS[kind](**{key: _from_json(value, self._name) for key, value in fact.items()})
                act(edit)
                page = getattr(edit, "page", None)
                self._page = page if isinstance(page, int) else self._page
            case _:
                raise ValueError("no step")

    def recovered(self, damage: str) -> Recovered | None:
        document = self._history.current
        path = Path(self._path) if isinstance(self._path, str) else None
        digest = self._digest if isinstance(self._digest, str) else None
        source = Source(path.name if path else str(self._title), path, digest, saved=False)
        found = Recovered(document, source, min(max(self._page, 0), len(document.pages) - 1), damage)
        empty = path is None and found.strokes == 0
        return None if not damage and (self._history.is_saved or empty) else found


def _to_json(value: object) -> str:
    """JSON of what an edit's fields hold."""
    match value:
        case Page():
            return page_text(value, "page").replace("\n", "")
        case Stroke():
            return stroke_text(value, "stroke")
        case TypedText():
            return json.dumps(text_fields(value, "text"), separators=(",", ":"))
        case tuple():
            return f"[{','.join(map(_to_json, value))}]"
        case _:
            return json.dumps(value)


def _from_json(value: object, name: str) -> object:
    """What ``_to_json`` wrote: objects with strokes are pages, others texts, in lists they are strokes."""
    if isinstance(value, dict):
        return read_whole_page(value, name) if "strokes" in value else read_text(value, name)
    if isinstance(value, list):
        return tuple(read_stroke(item, name) if isinstance(item, dict) else item for item in value)
    return value


def _version(head: bytes) -> str:
    version = head.removeprefix(HEAD).strip()
    return (
        f"of version {version[:9].decode()}"
        if head.startswith(HEAD) and version.isdigit()
        else "its first line is damaged"
    )

"""A journal leads to what was done, whatever was done, and a damaged one to all before the damage."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ink.document import Document
from inkapp.ink.edits import (
    AddPage,
    AddStrokes,
    ChangePaper,
    CorrectText,
    DeletePage,
    Edit,
    EraseStrokes,
    MovePage,
    WriteText,
)
from inkapp.ink.errors import FileError
from inkapp.ink.file import dumps
from inkapp.ink.history import History
from inkapp.ink.journal import (
    KINDS,
    REDO,
    UNDO,
    RecordLines,
    Recovered,
    Source,
    begin_record,
    edit_record,
    read_journal,
    replay,
    saved_record,
)
from tests.ink.documents import corrected_documents, pages, stroke, strokes, texts

SPECIFICATION = Path(__file__).parents[2] / "docs" / "ink-format.md"


class Kept:
    """A history's log, in memory."""

    def __init__(self, document: Document, source: Source | None = None) -> None:
        self.writer = RecordLines()
        self.lines = [RecordLines.head, self.writer.line(begin_record(document, source or Source("Untitled")))]
        self.history = History(document, log=self)

    def add(self, record: bytes) -> None:
        self.lines.append(self.writer.line(record))

    def applied(self, edit: Edit) -> None:
        self.add(edit_record(edit))

    def extended(self, edit: Edit) -> None:
        self.add(edit_record(edit, extends=True))

    def undone(self) -> None:
        self.add(UNDO)

    def redone(self) -> None:
        self.add(REDO)

    def recovered(self) -> Recovered | None:
        return replay(self.lines, "j")


def drawn(x: float, page: int = 0) -> AddStrokes:
    return AddStrokes((stroke([(x, 1), (x + 1, 2)]),), page)


def kept(steps: int) -> Kept:
    journal = Kept(Document())
    for x in range(steps):
        journal.history.apply(drawn(x))
    return journal


def test_every_kind_of_edit_is_described():
    text = SPECIFICATION.read_text(encoding="utf-8")
    assert set(KINDS.values()) == set(get_args(Edit)) and all(f"`{name}`" in text for name in KINDS)


edits = st.one_of(
    st.builds(AddStrokes, st.lists(strokes(4), min_size=1, max_size=3).map(tuple), st.just(0)),
    st.builds(AddPage, pages(4), st.just(0)),
    st.builds(ChangePaper, st.just((0,)), pages(4)),
    st.just(EraseStrokes((0,))),
    st.just(DeletePage(0)),
    st.just(MovePage(0, 1)),
    st.builds(WriteText, texts),
    st.builds(CorrectText, st.sets(st.integers(0, 3)).map(lambda found: tuple(sorted(found))), st.none() | st.text()),
    st.lists(strokes(4), min_size=1, max_size=2).map(lambda found: ("extend", AddStrokes(tuple(found), 0))),
    st.sampled_from(["undo", "redo"]),
)


@given(corrected_documents(4), st.lists(edits, max_size=12))
def test_all_that_can_be_done_is_done_again(document: Document, todo: list[Edit | str | tuple[str, Edit]]):
    journal = Kept(document, Source("x", saved=False))
    for step in todo:
        if isinstance(step, str):
            getattr(journal.history, step)()
            continue
        with contextlib.suppress(IndexError):
            journal.history.extend(step[1]) if isinstance(step, tuple) else journal.history.apply(step)
    recovered = journal.recovered()
    if recovered is None:
        assert not any(page.strokes for page in journal.history.current.pages)
    else:
        assert dumps(recovered.document) == dumps(journal.history.current) and not recovered.damage


def test_what_is_saved_or_empty_is_not_offered(tmp_path: Path):
    journal = kept(0)
    assert journal.recovered() is None
    journal.history.apply(drawn(1))
    assert journal.recovered().strokes == 1
    journal.add(saved_record(tmp_path / "page.ink", "abc"))
    assert journal.recovered() is None
    journal.history.undo()
    recovered = journal.recovered()
    assert recovered.source == Source("page.ink", tmp_path / "page.ink", "abc", saved=False) and recovered.strokes == 0
    journal.history.redo()
    assert journal.recovered() is None


def test_erasing_all_of_an_untitled_page_leaves_nothing_to_offer_and_of_a_file_it_does(tmp_path: Path):
    for source, offered in ((Source("Untitled"), False), (Source("a.ink", tmp_path / "a.ink", "0"), True)):
        journal = Kept(Document(), source)
        journal.history.apply(drawn(1))
        journal.history.apply(EraseStrokes((0,)))
        assert (journal.recovered() is not None) is offered


def test_a_record_that_was_cut_off_is_passed_over():
    journal = kept(5)
    whole = b"".join(journal.lines)
    last = len(journal.lines[-1])
    for cut in (1, 9, last - 1):
        recovered = replay(whole[: len(whole) - cut].splitlines(keepends=True), "j")
        assert recovered.strokes == 4 and recovered.damage == ""
    for length in range(len(RecordLines.head) + 20):  # killed as it began
        assert replay(whole[:length].splitlines(keepends=True), "j") is None
    recovered = replay([*journal.lines, bytes(300)], "j")  # what a power cut may leave
    assert recovered.strokes == 5 and recovered.damage == ""


def test_any_flipped_bit_is_noticed_and_all_before_it_recovered():
    journal, choice = kept(30), random.Random(5)
    for _ in range(300):
        number = choice.randrange(2, len(journal.lines))
        line = bytearray(journal.lines[number])
        line[choice.randrange(len(line) - 1)] ^= 1 << choice.randrange(8)
        flipped = [*journal.lines[:number], bytes(line), *journal.lines[number + 1 :]]
        recovered = replay(b"".join(flipped).splitlines(keepends=True), "j")
        if recovered is None:
            assert number == 2
        else:
            assert recovered.strokes == number - 2 and (recovered.damage or number == len(journal.lines) - 1)


def test_lost_and_exchanged_records_are_noticed():
    lines = kept(5).lines
    for damaged in ([*lines[:3], *lines[4:]], [*lines[:3], lines[4], lines[3], *lines[5:]]):
        recovered = replay(damaged, "j")
        assert recovered.strokes == 1 and recovered.damage == "record 3 is damaged"


@pytest.mark.parametrize(
    ("head", "says"),
    [(b"ink-journal 2\n", "of version 2"), (b"something\n", "first line"), (b"\x00\n", "first line")],
)
def test_another_version_is_refused_in_one_line(tmp_path: Path, head: bytes, says: str):
    (tmp_path / "j").write_bytes(head + b"".join(kept(2).lines[1:]))
    with pytest.raises(FileError, match=says) as caught:
        read_journal(tmp_path / "j")
    assert "\n" not in str(caught.value) and str(tmp_path / "j") in str(caught.value)
    with pytest.raises(FileError, match="No such file"):
        read_journal(tmp_path / "none")


@pytest.mark.parametrize(
    "record",
    [
        b"{}",
        b"[]",
        b'{"do":"begin"}',
        b'{"do":"dance"}',
        b'{"do":7}',
        b'{"do":["undo"]}',
        b'{"do":"EraseStrokes","indices":[9],"page":0}',
        b'{"do":"CorrectText","strokes":[9],"text":"x","page":0}',
        b'{"do":"CorrectText","strokes":[0],"text":7,"page":0}',
        b"\xff",
    ],
)
def test_a_record_that_makes_no_sense_is_damage(record: bytes):
    journal = kept(3)
    journal.add(record)
    recovered = journal.recovered()
    assert recovered.strokes == 3 and recovered.damage.startswith("record 5")
    writer = RecordLines()
    with pytest.raises(FileError, match="nothing of it can be read"):
        replay([RecordLines.head, writer.line(record)], "j")


def test_two_thousand_steps_by_chance():
    choice, journal = random.Random(3), kept(0)
    for x in range(2000):
        page = journal.history.current.pages[0]
        match choice.randrange(5):
            case 0 if page.strokes:
                journal.history.apply(EraseStrokes((choice.randrange(len(page.strokes)),)))
            case 1:
                journal.history.undo()
            case 2:
                journal.history.redo()
            case _:
                journal.history.apply(drawn(x % 200))
    assert dumps(journal.recovered().document) == dumps(journal.history.current)

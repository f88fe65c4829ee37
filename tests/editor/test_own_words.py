"""Texts that a person accepted, kept in a file of a folder: what is known, what goes, what a damaged file costs."""

from __future__ import annotations

import gzip
import os
import threading
from pathlib import Path

import pytest

from inkapp.editor.own_words import DAMAGED, FILE, LONGEST, MOST_TEXTS, OwnWords, dumps, loads
from inkapp.ink.errors import FileError, FileRefused


@pytest.fixture
def heard() -> list[str]:
    """What was complained of."""
    return []


@pytest.fixture
def own(tmp_path: Path, heard: list[str]) -> OwnWords:
    return OwnWords(tmp_path / "reading", heard.append)


def damage(own: OwnWords, data: bytes) -> None:
    own.path.parent.mkdir(exist_ok=True)
    own.path.write_bytes(data)


def test_what_is_accepted_is_known_here_and_in_another_window(own: OwnWords, heard: list[str]):
    assert own.texts() == () and own.words() == [] and not own.path.parent.exists()
    other = OwnWords(own.path.parent)
    own.add("  the cat\n sat ")
    other.add('he said "no", {[:')
    own.add("", " ")
    assert own.texts() == other.texts() == ("the cat sat", 'he said "no", {[:') and not heard
    assert OwnWords(own.path.parent).texts() == own.texts()
    assert own.path.read_text(encoding="utf-8").splitlines()[1] == '"the cat sat",'


def test_only_the_newest_are_kept_and_long_ones_in_several(own: OwnWords):
    own.add(*(f"line {number}" for number in range(MOST_TEXTS + 2)))
    assert len(own.texts()) == MOST_TEXTS and own.texts()[0] == "line 2"
    own.add("well-known " * 40)
    assert own.texts()[:1] == ("line 5",) and all(0 < len(text) <= LONGEST for text in own.texts())
    assert " ".join(own.texts()[-3:]) == " ".join(["well-known"] * 40)
    assert OwnWords(own.path.parent).texts() == own.texts()


def test_words_are_counted_as_they_are_written(own: OwnWords):
    own.add("The cat saw Zubat.", "Don't, Zubat! the CAT", "M\u00e9lanie 7")
    assert own.words() == [
        ("cat", 2), ("the", 2), ("Zubat", 2), ("Don't", 1), ("M\u00e9lanie", 1), ("saw", 1),
    ]  # fmt: skip


def test_forgotten_texts_can_be_added_again(own: OwnWords):
    own.add("one", "two")
    own.path.with_name(DAMAGED).write_text("old")
    assert own.forget() == ("one", "two")
    assert own.texts() == () and not list(own.path.parent.iterdir())
    assert own.forget() == ()
    own.add("three")
    own.forget()
    own.add("one", "two")
    assert own.texts() == ("one", "two")


HEAD = b'{"format":"own-words","version":1,"texts":'
HOSTILE = {
    "empty": b"",
    "no JSON": b"\x00\xff\xfe",
    "cut off": dumps(("one", "two"))[:-9],
    "another format": b'{"format":"hand","version":1,"texts":[]}',
    "a number that is none": HEAD + b"[NaN]}",
    "numbers": HEAD + b"[1, 2]}",
    "no list": HEAD + b'"one"}',
    "nested": HEAD + b"[" * 90_000,
    "too many": HEAD + b"[" + b'"a",' * MOST_TEXTS + b'"a"]}',
    "far too many": HEAD + b"[" + b'"",' * 200_000 + b'""]}',
    "too long": HEAD + b'["' + b"a" * (LONGEST + 1) + b'"]}',
    "empty text": HEAD + b'[""]}',
    "unprintable": HEAD + b'["a\\u0007b"]}',
    "half a character": HEAD + b'["\\ud800"]}',
    "damaged gzip": b"\x1f\x8b\x08\x00broken",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_damaged_file_costs_one_line_and_nothing_of_it_is_lost(own: OwnWords, heard: list[str], data: bytes):
    damage(own, data)
    assert own.texts() == () and own.words() == [] and own.texts() == ()
    assert len(heard) == 1 and heard[0].startswith(f"{own.path}: ") and "\n" not in heard[0] and len(heard[0]) < 400
    assert own.path.read_bytes() == data  # as long as nothing new was accepted
    own.add("new")
    assert own.texts() == ("new",) and own.path.with_name(DAMAGED).read_bytes() == data and len(heard) == 1


@pytest.mark.parametrize("data", [b'{"format":"own-words","version":2,"said":{}}', b" " * (2 << 20)])
def test_what_another_program_may_need_is_left_alone(own: OwnWords, heard: list[str], data: bytes):
    damage(own, data)
    with pytest.raises(FileRefused, match=FILE):
        own.add("new")
    assert own.texts() == ("new",)  # as long as the window is there
    assert own.path.read_bytes() == data and not own.path.with_name(DAMAGED).exists() and len(heard) == 1
    assert own.forget() == ("new",) and not own.path.exists()


def test_a_bomb_is_not_unpacked(own: OwnWords, heard: list[str]):
    damage(own, gzip.compress(b" " * (64 << 20)))
    assert own.texts() == () and "larger than 1 MB" in heard[0]


def test_what_cannot_be_written_is_known_for_now_and_kept_with_the_next(own: OwnWords, tmp_path: Path):
    blocked = tmp_path / "reading"
    blocked.write_text("a file where the folder is to be")
    with pytest.raises(FileError, match="cannot be written"):
        own.add("one")
    assert own.texts() == ("one",)
    blocked.unlink()
    own.add("two")
    assert own.texts() == ("one", "two") == OwnWords(own.path.parent).texts()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may write is told otherwise here")
def test_a_protected_folder_is_told(own: OwnWords):
    own.add("one")
    own.path.parent.chmod(0o500)
    try:
        with pytest.raises(FileError):
            own.forget()
        assert own.texts() == ("one",)
    finally:
        own.path.parent.chmod(0o700)


def test_threads_may_share_it(own: OwnWords):
    seen: list[int] = []

    def read() -> None:
        while not seen or seen[-1] < 30:
            seen.append(len(own.texts()))

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    for number in range(30):
        own.add(f"text {number}")
    thread.join(30)
    assert not thread.is_alive() and seen == sorted(seen) and seen[-1] == 30


def test_what_was_written_is_read_as_it_was():
    texts = ("caf\u00e9 \u201cno\u201d", "\U0001d4d0", 'a "b" \\ c')
    assert loads(dumps(texts), "x") == texts and loads(dumps(()), "x") == ()

"""The .hand file: round trips, and what is damaged or hostile gets one line that says what and where."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ink import hand_file
from inkapp.ink.errors import FileError, FileRefused
from inkapp.ink.hand import Hand, Sign, is_sign, tidy_name
from inkapp.ink.hand_file import dumps_hand, load_hand, loads_hand, save_hand
from tests.ink.documents import pages, strokes
from tests.ink.hands import hand, sign
from tools.mutated_files import mutated

signs = st.dictionaries(
    st.characters().filter(is_sign),
    st.builds(Sign, st.lists(strokes(), min_size=1, max_size=3).map(tuple), st.floats(0.1, 1000)),
    max_size=4,
)
moments = st.datetimes(datetime(1971, 1, 1), datetime(2999, 12, 31), timezones=st.just(UTC))
hands = st.builds(
    Hand,
    name=st.text().map(tidy_name),
    page=pages().filter(lambda page: page.strokes),
    made=st.datetimes(datetime(1971, 1, 1), datetime(2999, 12, 31), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    id=st.integers(0, 2**64 - 1).map("{:016x}".format),
    signs=signs,
)


@given(hands)
def test_what_is_written_is_read_and_equal_hands_give_equal_bytes(made: Hand):
    data = dumps_hand(made)
    assert loads_hand(data, "x") == loads_hand(gzip.compress(data), "x") == made
    assert dumps_hand(loads_hand(data, "x")) == data


def test_a_file_is_kept_whole_and_read_back(tmp_path: Path):
    made = hand(A=sign())
    save_hand(made, tmp_path / "mine.hand")
    assert load_hand(tmp_path / "mine.hand") == made
    with pytest.raises(FileError, match="no ink"):
        save_hand(replace(made, page=made.page.with_strokes(())), tmp_path / "mine.hand")
    assert load_hand(tmp_path / "mine.hand") == made
    assert [path.name for path in tmp_path.iterdir()] == ["mine.hand"]


def fields(**changes: object) -> bytes:
    """A good file's JSON with other values; None takes a key out."""
    root = json.loads(dumps_hand(hand(A=sign())))
    for key, value in changes.items():
        root[key] = value
        if value is None:
            del root[key]
    return json.dumps(root).encode()


STROKE = {"x": [1.0], "y": [1.0], "t": [0.0]}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a hand file"),
        (b"\x00\xff\xfe", "not a hand file"),
        (b"\x1f\x8bnot gzip", "damaged gzip data"),
        (b"[" * 20_000 + b"]" * 20_000, "nested too deeply"),
        (b"[" * 200_000, "holds more than a hand file may"),
        (b"[" + b"1," * 2_000_000 + b"1]", "holds more than a hand file may"),
        (b" " * (17 << 20), "larger than 8 MB"),
        (gzip.compress(b" " * (64 << 20), mtime=0), "larger than 8 MB"),
        (b'{"format":"ink","version":1}', 'lacks "format": "hand"'),
        (b"[1]", 'lacks "format": "hand"'),
        (fields(version="1"), "version is missing or no number"),
        (fields(version=True), "version is missing or no number"),
        (fields(name=None), "its name is missing"),
        (fields(name=["a"]), "its name is missing"),
        (fields(name=" \n "), "its name is missing"),
        (fields(id="../../../etc/passwd"), "its id is not"),
        (fields(id=7), "its id is not"),
        (fields(made="yesterday"), "made: not a date"),
        (fields(made="2026-11-29T12:00:00"), "made: not a date and time with its zone"),
        (fields(made="0001-01-01T00:00:00+23:00"), "made: not a date"),
        (fields(made="9999-12-31T23:59:59-23:00"), "made: not a date"),
        (fields(made=1e308), "made: not a date"),
        (fields(page=None), "the page: not an object"),
        (fields(page={"width": 210, "height": 297, "strokes": []}), "holds no ink"),
        (fields(page={"width": -1, "height": 297, "strokes": [STROKE]}), "the page: width must be"),
        (fields(page={"width": 210, "height": 297, "strokes": [STROKE, 5]}), "the page, stroke 2: not an object"),
        (fields(signs=[]), "signs must be an object"),
        (fields(signs={"ab": {}}), "sign 'ab': not one character"),
        (fields(signs={"\n" * 900: {}}), r"sign '\\n.*not one character"),
        (fields(signs={"a": []}), "sign 'a': not an object"),
        (fields(signs={"a": {"x_height": 4.0}}), "sign 'a': strokes are missing"),
        (fields(signs={"a": {"x_height": 1e9, "strokes": [STROKE]}}), "sign 'a': x_height must be"),
        (fields(signs={"a": {"x_height": float("nan"), "strokes": [STROKE]}}), "NaN is no number"),
        (
            fields(signs={"a": {"x_height": 4, "strokes": [{**STROKE, "x": ["1"]}]}}),
            "sign 'a', stroke 1: x: .*no number",
        ),
        (fields(signs={"a": {"x_height": 4, "strokes": [{**STROKE, "x": [10**400]}]}}), "stroke 1: lies farther"),
        (dumps_hand(hand()).replace(b"36.0", b"1e999"), "the page, stroke 2: lies farther"),
    ],
)
def test_what_is_damaged_or_hostile_gets_one_line(data: bytes, says: str):
    with pytest.raises(FileError, match=says) as caught:
        loads_hand(data, "x")
    assert str(caught.value).startswith("x: ") and "\n" not in str(caught.value) and len(str(caught.value)) < 300


def test_a_newer_version_is_refused_not_called_damaged():
    with pytest.raises(FileRefused, match="of version 2, newer"):
        loads_hand(fields(version=2), "x")


def test_what_it_does_not_know_is_passed_over_and_a_long_name_cut():
    read = loads_hand(fields(sheep=[1, {"a": None}], name="n" * 9_000), "x")
    assert read == replace(hand(A=sign()), name="n" * 60)


def test_time_zones_are_told_in_utc():
    assert loads_hand(fields(made="2026-11-29T23:30:00.5+02:00"), "x").made == datetime(
        2026, 11, 29, 21, 30, tzinfo=UTC
    )


def test_more_than_a_file_may_hold_is_neither_written_nor_read(monkeypatch: pytest.MonkeyPatch):
    data = dumps_hand(hand(A=sign()))
    for limit, what in (("MOST_STROKES", "strokes"), ("MOST_POINTS", "points"), ("MOST_SIGNS", "signs")):
        with monkeypatch.context() as patch:
            patch.setattr(hand_file, limit, 0)
            with pytest.raises(FileError, match=what):
                dumps_hand(hand(A=sign()))
            patch.setattr(hand_file, "MOST_NESTED", 1000)
            with pytest.raises(FileError, match=what):
                loads_hand(data, "x")


@pytest.mark.parametrize("packed", [False, True])
def test_mutated_files_give_only_the_apps_own_error(packed: bool):
    data = dumps_hand(hand(A=sign(), B=sign(2.0)))
    data = gzip.compress(data, mtime=0) if packed else data
    choice, refused = random.Random(7), 0
    for _ in range(400):
        try:
            read = loads_hand(mutated(data, choice), "x")
        except FileError as error:
            refused += 1
            assert "\n" not in str(error) and str(error).startswith("x: ")
        else:
            assert loads_hand(dumps_hand(read), "y") == read
    assert refused > 40

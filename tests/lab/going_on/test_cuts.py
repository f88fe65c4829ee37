"""Lines are cut where what stands is whole letters, and what is cut nowhere is counted."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from lab.going_on.cuts import CutLine, cut_lines, one_of_each, read_by_turns
from model.captioner import Captioner
from model.checkpoint import CAPTIONER_FILE
from tests.lab.going_on.conftest import TEXTS
from tests.model import nets
from tests.training.reader import made_up
from training.captioner.cuts import OTHER
from training.data.iam import DataError


def asked(data: Path, lines: int = 9) -> argparse.Namespace:
    return argparse.Namespace(data=data, split=None, lines=lines, every=1)


@pytest.fixture(scope="module")
def cut(data: Path) -> list[CutLine]:
    """By the shipped captioner, which reads such words."""
    return cut_lines(asked(data), Captioner.load(CAPTIONER_FILE))[0]


def test_what_stands_is_the_line_s_beginning(cut: list[CutLine]) -> None:
    gaps = [one for line in cut for one in line.cuts if not one.begun]
    assert {line.line.text for line in cut} == set(TEXTS) and len(gaps) > 15
    for one in gaps:
        text, words = one.line.text, made_up.drawn(one.line.text, TEXTS.index(one.line.text))[1]
        number = text[: one.begin].count(" ")
        assert one.count == sum(word < number for word in words), (text, one.word)
        assert one.standing == " ".join(text.split()[:number]) and one.rest == " ".join(text.split()[number:])
        assert one.page.strokes[-one.count :] == one.strokes == one.line.strokes[: one.count]
    inside = [one for line in cut for one in line.cuts if one.begun]
    assert inside and all(one.standing + one.rest == one.line.text for one in inside)
    assert all(one.word.startswith(one.standing.split()[-1]) for one in inside)


def test_lines_stand_below_those_before(cut: list[CutLine]) -> None:
    by_name = {line.line.name: line.line for line in cut}
    for name, line in by_name.items():
        above = [other for other in by_name if other[:-6] == name[:-6] and other < name]
        assert len(line.page.strokes) == sum(len(by_name[other].strokes) for other in above)
        for stroke in line.page.strokes:
            assert stroke.bounds[1] < max(own.bounds[3] for own in line.strokes)


def test_writers_take_turns(data: Path) -> None:
    lines = list(read_by_turns(data, data / "t1" / "testset_v.txt", 1))
    assert [line.writer for line in lines] == [0, 1, 0, 1]
    assert [line.name for line in lines] == [
        line.name for line in read_by_turns(data, data / "t1" / "testset_v.txt", 1)
    ]
    assert {line.form for line in read_by_turns(data, data / "t1" / "testset_v.txt", 2)} == {"q12-000"}


def test_of_each_line_one_cut_of_either_kind(cut: list[CutLine]) -> None:
    chosen = one_of_each(cut)
    assert chosen == one_of_each(cut) and all(one.before for one in chosen)
    of_line = [[one for one in chosen if one.line is line.line] for line in cut]
    assert all([bool(one.begun) for one in own] in ([False], [False, True]) for own in of_line)


def test_lines_that_say_something_else_are_left_out(data: Path) -> None:
    with pytest.raises(DataError, match="no line"):
        cut_lines(asked(data), nets.captioner())
    cutter_left = cut_lines(asked(data, lines=1), Captioner.load(CAPTIONER_FILE))[1]
    assert cutter_left.lines == 1 and OTHER not in cutter_left.reasons


@pytest.mark.parametrize("wrong", [{"lines": 0}, {"every": 0}])
def test_numbers_are_looked_at(data: Path, wrong: dict[str, int]) -> None:
    options = asked(data)
    vars(options).update(wrong)
    with pytest.raises(ValueError, match="1 or more"):
        cut_lines(options, nets.captioner())

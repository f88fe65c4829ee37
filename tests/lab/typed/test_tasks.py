"""A task's hand is another writer's than its text's, and what the hand is learnt from is not what it is compared with."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.typed.hand_page import hand_page
from lab.typed.tasks import PRIME_LINES, read_validation
from tests.lab.writers.test_main import data_set
from tests.training import archives
from training.data.iam import DataError, form_of

WORDS = ("to and fro", "some other day", "a third one")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = data_set(tmp_path / "data", PRIME_LINES + 1)
    names = (folder / "graves-validation.txt").read_text().split()
    archives.write_texts(
        folder, {name: f"{form_of(name)[-1]} {WORDS[k % (PRIME_LINES + 1) % 3]}" for k, name in enumerate(names)}
    )
    return folder


def test_hands_and_texts_are_of_different_writers(data: Path) -> None:
    validation = read_validation(data)
    asked = validation.tasks(12)
    writer_of_digit = {"0": 0, "2": 0, "1": 1, "3": 1}
    assert len(asked) == 12
    assert all(writer_of_digit[task.text[0]] != task.ink.writer for task in asked)
    assert len({task.seed for task in asked}) == 12
    assert [task.text for task in validation.tasks(12)] == [task.text for task in asked]
    assert {task.ink.form for task in asked} == {"q11-000", "q11-001", "q11-002", "q11-003"}


def test_a_form_parts_into_prime_and_others(data: Path) -> None:
    validation = read_validation(data)
    assert len(validation.texts) == 4 * (PRIME_LINES + 1)
    for ink in validation.forms:
        assert len(ink.prime) == PRIME_LINES and len(ink.others) == 1
        assert {line.name for line in ink.prime}.isdisjoint(line.name for line in ink.others)
        assert ink.texts == (f"{ink.form[-1]} {WORDS[PRIME_LINES % 3]}",)
    assert [ink.form for ink in validation.one_form_a_writer()] == ["q11-000", "q11-001"]


def test_a_page_holds_the_lines_one_below_the_other(data: Path) -> None:
    ink = read_validation(data).forms[0]
    page = hand_page(ink.prime)
    assert len(page.strokes) == sum(len(line.strokes()) for line in ink.prime)
    assert not any(page.cuts(stroke) for stroke in page.strokes)
    first, second = (len(line.strokes()) for line in ink.prime[:2])
    parts = (page.strokes[:first], page.strokes[first : first + second])
    middles = [sum(s.y.mean() for s in part) / len(part) for part in parts]
    assert middles[1] - middles[0] == pytest.approx(page.rule_spacing, abs=3.0)


def test_a_list_without_texts_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        read_validation(data_set(tmp_path / "data"))


def test_a_long_text_is_of_others(data: Path) -> None:
    validation = read_validation(data)
    own = {text for text, writer in validation.texts if writer == 1}
    long = validation.others_texts(1, 5, seed=3)
    assert len(long) == 5 and own.isdisjoint(long)
    assert long == validation.others_texts(1, 5, seed=3)
    assert len(validation.others_texts(1, 99, seed=3)) == 2 * (PRIME_LINES + 1)

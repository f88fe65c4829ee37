"""The texts that judge: free text a paragraph at a time, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.language.texts import free_text, transcriptions
from tests.training.reader import made_up
from training.data.iam import DataError


def test_free_text_is_its_paragraphs(tmp_path: Path):
    (tmp_path / "text.txt").write_text("One.\n\nTwo words.\n")
    judge = free_text(tmp_path / "text.txt")
    assert judge.lines == judge.running == ("One.", "Two words.")
    (tmp_path / "text.txt").write_text("One.\n" + "word " * 15 + "\n")
    assert free_text(tmp_path / "text.txt").persons == (("One.", " ".join(["word"] * 10), " ".join(["word"] * 5)),)


@pytest.mark.parametrize("text", ["", "caf\u00e9\n"])
def test_what_is_no_plain_text_is_refused(tmp_path: Path, text: str):
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="plain ASCII"):
        free_text(tmp_path / "text.txt")


def test_lines_of_a_form_are_one_running_text(tmp_path: Path):
    data = made_up.data_set(tmp_path / "data", 1, 2, 1)
    judge = transcriptions(data, data / "t1" / "testset_v.txt")
    assert judge.lines and " ".join(judge.lines) == " ".join(judge.running)
    assert len(judge.running) <= len(judge.lines)
    assert sorted(line for own in judge.persons for line in own) == sorted(judge.lines)

"""The story as a document: every chapter and its picture, equal each time, and the repository has what it makes."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from inkapp.inspect.story import STORY
from tools import how_it_works

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.slow
def test_it_has_every_chapter_and_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert how_it_works.main([str(tmp_path)]) == 0
    text = (tmp_path / "how-it-works.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out.count("\n") == 1 + sum(chapter.panel not in ("", "timeline") for chapter in STORY)
    for number, chapter in enumerate(STORY, 1):
        assert f"## {number}. {chapter.title}\n" in text
        assert all(word in text for words in chapter.words for word in words.split())
    for picture in (tmp_path / "pictures").iterdir():
        assert f"(pictures/{picture.name})" in text
        ElementTree.fromstring(picture.read_bytes())
    assert f"(pictures/{how_it_works.WINDOW})" in text and (DOCS / "pictures" / how_it_works.WINDOW).exists()
    assert (DOCS / "how-it-works.md").read_text(encoding="utf-8") == text  # else: make screenshots


def test_what_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(how_it_works, "book", lambda docs: {docs / "how-it-works.md": b"ours"})
    (tmp_path / "docs").write_text("mine", encoding="utf-8")
    assert how_it_works.main([str(tmp_path / "docs")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and said.startswith("tools.how_it_works: ")
    assert (tmp_path / "docs").read_text(encoding="utf-8") == "mine"
    assert how_it_works.main([]) == 2

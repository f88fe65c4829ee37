"""Two windows on one file: neither overwrites what the other wrote unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from inkapp.ink.file import load, save
from inkapp.ui.chrome.dialogs import Conflict
from tests.live.fakes import page_of
from tests.ui.starts import Starts, opened


@pytest.mark.parametrize(
    ("answer", "on_disk", "here"),
    [(Conflict.CANCEL, 2, 3), (Conflict.OVERWRITE, 3, 3), (Conflict.RELOAD, 2, 2), (Conflict.SAVE_AS, 2, 3)],
    ids=str,
)
def test_two_windows_on_one_file(starts: Starts, tmp_path: Path, answer: Conflict, on_disk: int, here: int):
    path = tmp_path / "page.ink"
    save(page_of(20), path)
    first = opened(starts, path)
    second = opened(starts, path)
    assert "open in another window, too" in second.status
    first.draw()
    assert first.window.files.save() and first.person.asked == 0
    second.draw()
    second.draw(shift=3.0)
    second.person.conflict_answer, second.person.path = answer, tmp_path / "mine.ink"
    saved = second.window.files.save()
    assert second.person.asked == 1 and saved is (answer in (Conflict.OVERWRITE, Conflict.SAVE_AS))
    assert len(load(path).pages[0].strokes) == on_disk
    assert len(second.window.open_document.document.pages[0].strokes) == here
    assert (tmp_path / "mine.ink").exists() is (answer is Conflict.SAVE_AS)
    if answer is not Conflict.CANCEL:
        assert second.window.open_document.is_saved
        assert second.window.files.save() and second.person.asked == 1


def test_a_file_that_is_the_same_again_or_gone_is_saved_unasked(starts: Starts, tmp_path: Path):
    path = tmp_path / "page.ink"
    save(page_of(20), path)
    user = opened(starts, path)
    path.write_bytes(path.read_bytes())
    user.draw()
    assert user.window.files.save() and user.person.asked == 0
    path.unlink()
    user.draw()
    assert user.window.files.save() and user.person.asked == 0 and path.exists()


def test_a_lock_goes_with_its_window(starts: Starts, tmp_path: Path):
    path = tmp_path / "page.ink"
    save(page_of(20), path)
    first = opened(starts, path)
    assert list((starts.folder / "data" / "open").glob("*.lock"))
    assert first.window.close()
    assert not list((starts.folder / "data").rglob("*.lock"))
    second = opened(starts, path)
    assert "another window" not in second.status

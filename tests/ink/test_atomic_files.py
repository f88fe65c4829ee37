"""Files as bytes, where they are not what they should be: one line, and a digest only of what can be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inkapp.ink import atomic_files, file
from inkapp.ink.atomic_files import digest, digest_of, read_bytes, replace_bytes, unpack
from inkapp.ink.document import Document
from inkapp.ink.errors import FileError, FileRefused


def test_a_digest_is_of_the_content_and_none_of_what_is_no_file(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"ink")
    assert digest(tmp_path / "a") == digest_of(b"ink") != digest_of(b"Ink")
    assert digest(tmp_path) is None and digest(tmp_path / "none") is None and digest(Path("zero\0byte")) is None


def test_too_large_a_file_is_refused_packed_or_not(tmp_path: Path):
    (tmp_path / "a").write_bytes(bytes(5))
    assert read_bytes(tmp_path / "a", most=5) == bytes(5)
    with pytest.raises(FileRefused, match="larger than"):
        read_bytes(tmp_path / "a", most=4)
    with pytest.raises(FileError, match="larger than"):
        unpack(bytes(5), "a", most=4)


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_a_link_that_leads_to_itself_is_not_written(tmp_path: Path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(FileError, match="leads to itself"):
        replace_bytes(tmp_path / "a", b"ink")
    assert os.readlink(tmp_path / "a") == str(tmp_path / "b")


def test_a_save_that_does_not_read_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(atomic_files, "replace_bytes", lambda path, data: replace_bytes(path, data[:-1]))
    with pytest.raises(FileError, match="does not read back as it was"):
        file.save(Document(), tmp_path / "page.ink")

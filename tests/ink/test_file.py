"""The .ink file: round trips, what is refused and how, and what a failing disk leaves."""

from __future__ import annotations

import gzip
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from inkapp.ink import atomic_files
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.errors import FileError
from inkapp.ink.file import dumps, load, loads, save
from tests.ink.documents import documents, stroke


def sample() -> Document:
    return Document().add_strokes([stroke([(1, 2), (3, 4)]), stroke([(5, 6)], model=True)])


def with_stroke(**changes: object) -> bytes:
    fields: dict[str, object] = {"author": "hand", "x": [1, 2], "y": [3, 4], "t": [0, 1], "pressure": [0.5, 0.5]}
    fields |= changes
    page = {"width": 210, "height": 297, "strokes": [{k: v for k, v in fields.items() if v is not ...}]}
    return json.dumps({"format": "ink", "version": 1, "pages": [page]}).encode()


@given(documents())
def test_a_document_comes_back_exactly(document: Document):
    data = dumps(document)
    again = loads(data, "x")
    assert again.pages == document.pages
    assert again.revision == 0
    assert dumps(again) == data
    assert loads(gzip.compress(data), "x").pages == document.pages


def test_the_format_is_the_documented_one():
    root = json.loads(dumps(sample()))
    assert (root["format"], root["version"]) == ("ink", 1)
    (page,) = root["pages"]
    assert set(page) == {"width", "height", "background", "rule_top", "rule_spacing", "margin", "strokes"}
    hand, model = page["strokes"]
    assert hand == {
        "author": "hand",
        "has_pressure": False,
        "x": [1.0, 3.0],
        "y": [2.0, 4.0],
        "t": [0.0, 0.01],
        "pressure": [0.5, 0.5],
    }
    assert model["author"] == "model"
    assert model["origin"] == {"weights": "live", "seed": 7, "temperature": 0.5, "step": 0}


def test_the_least_a_file_may_say():
    data = b'{"format":"ink","version":1,"pages":[{"width":100,"height":50,"strokes":[{"x":[1],"y":[2],"t":[0]}]}]}'
    (page,) = loads(data, "x").pages
    assert (page.width, page.height, page.rule_spacing) == (100, 50, Page().rule_spacing)
    assert page.strokes[0] == Stroke(np.ones(1), np.full(1, 2.0), np.zeros(1), np.full(1, 0.5))
    assert loads(b"\xef\xbb\xbf" + data, "x").pages[0] == page  # an editor's byte order mark


def test_what_this_version_does_not_know_is_passed_over():
    assert len(loads(with_stroke(colour="blue"), "x").pages[0].strokes) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not an ink file"),
        (b"\x00\xff\xfe", "not an ink file"),
        (b"[1, 2]", "not an ink file"),
        (b'{"format":"pdf"}', "not an ink file"),
        (b'{"format":"ink","version":1,"pages":', "not an ink file"),
        (b'{"format":"ink","version":2,"pages":[]}', "newer"),
        (b'{"format":"ink","version":true,"pages":[]}', "version"),
        (b'{"format":"ink","pages":[]}', "version"),
        (b'{"format":"ink","version":1,"pages":[]}', "pages"),
        (b'{"format":"ink","version":1,"pages":[7]}', "page 1"),
        (b'{"format":"ink","version":1,"pages":[{"width":210,"height":297}]}', "strokes"),
        (b'{"format":"ink","version":1,"pages":[{"width":0,"height":297,"strokes":[]}]}', "width"),
        (b'{"format":"ink","version":1,"pages":[{"width":1' + b"0" * 400 + b',"height":9,"strokes":[]}]}', "width"),
        (b'{"format":"ink","version":1,"pages":[{"width":1' + b"0" * 9999 + b"}]}", "not an ink file"),
        (b'{"format":"ink","version":1,"pages":[{"width":9,"height":9,"rule_spacing":0,"strokes":[]}]}', "spacing"),
        (b'{"format":"ink","version":1,"pages":[{"width":9,"height":9,"background":[],"strokes":[]}]}', "background"),
        (b"[" * 100_000, "deep"),
        (b"[" * 2_000_000, "more than"),
        (b"[" + b"1," * 20_000_000, "more than"),
        (gzip.compress(bytes(60 << 20), mtime=0), "larger than"),
        (gzip.compress(b"{}", mtime=0)[:-9], "gzip"),
        (with_stroke(x=[1, "2"]), "no number"),
        (with_stroke(x=[1, True]), "no number"),
        (with_stroke(x=[1, None]), "no number"),
        (with_stroke(x=[[1], [2]]), "no number"),
        (with_stroke(x=[1, 10**400]), "farther"),
        (with_stroke(x=[1, 1e300]), "farther"),
        (with_stroke(x=[]), "missing"),
        (with_stroke(x=...), "missing"),
        (with_stroke(x=[1, 2, 3]), "same length"),
        (with_stroke(x=[float("nan"), 1]), "NaN"),
        (with_stroke(x=[float("-inf"), 1]), "Infinity"),
        (with_stroke().replace(b"[1, 2]", b"[1, 1e999]"), "farther"),
        (with_stroke(t=[1, 0]), "go back"),
        (with_stroke(t=[-1, 0]), "go back"),
        (with_stroke(t=[0, 1e300]), "longer"),
        (with_stroke(pressure=[0, 1.5]), "pressure"),
        (with_stroke(pressure=None), "pressure"),
        (with_stroke(has_pressure=1), "has_pressure"),
        (with_stroke(author="cat"), "cat"),
        (with_stroke(author="model"), "origin"),
        (with_stroke(author="model", origin=[]), "origin"),
        (with_stroke(author="model", origin={"weights": "w", "seed": 1.5, "temperature": 1}), "seed"),
        (with_stroke(author="model", origin={"weights": "w", "seed": 1}), "temperature"),
        (with_stroke(author="model", origin={"weights": 3, "seed": 1, "temperature": 1}), "weights"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(data: bytes, message: str):
    with pytest.raises(FileError, match=message) as caught:
        loads(data, "page.ink")
    assert str(caught.value).startswith("page.ink: ")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300


def test_saving_mends_what_a_reader_would_refuse():
    odd = Stroke(np.zeros(3), np.zeros(3), np.array([-1.0, 2, 1]), np.array([-0.5, 0.5, 1.5]))
    (again,) = loads(dumps(Document().add_strokes([odd])), "x").pages[0].strokes
    assert again.t.tolist() == [0, 2, 2]
    assert again.pressure.tolist() == [0, 0.5, 1]


def test_what_could_not_be_read_again_is_not_written():
    with pytest.raises(FileError, match="farther"):
        dumps(Document().add_strokes([stroke([(1e9, 0)])]))
    with pytest.raises(FileError, match="0 pages"):
        dumps(Document(()))
    with pytest.raises(FileError, match="width"):
        dumps(Document((Page(width=float("nan")),)))


def test_save_and_load(tmp_path: Path):
    path = tmp_path / "a page.ink"
    save(sample(), path)
    assert load(path).pages == sample().pages
    assert os.listdir(tmp_path) == ["a page.ink"]


@pytest.mark.skipif(os.name != "posix", reason="modes and links are the system's")
def test_a_file_keeps_its_mode_and_a_link_its_target(tmp_path: Path):
    path, link = tmp_path / "a.ink", tmp_path / "b.ink"
    save(Document(), path)
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask
    path.chmod(0o640)
    link.symlink_to(path)
    save(sample(), link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert load(path).pages == sample().pages


def test_a_full_disk_is_an_error_and_the_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.ink"
    save(sample(), path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_files.os, "fsync", full)
    with pytest.raises(FileError, match="No space left"):
        save(Document(), path)
    assert load(path).pages == sample().pages
    assert os.listdir(tmp_path) == ["a.ink"]


def held(times: int) -> Callable[[Path, Path], None]:
    """``os.replace`` while another program holds the file, for so many tries."""
    left = [PermissionError(13, "The process cannot access the file")] * times
    replace = os.replace

    def replace_held(source: Path, target: Path) -> None:
        if left:
            raise left.pop()
        replace(source, target)

    return replace_held


@pytest.mark.parametrize("tries", [2, 3])
def test_a_file_that_another_program_holds_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tries: int):
    path = tmp_path / "a.ink"
    save(Document(), path)
    monkeypatch.setattr(atomic_files, "WAITS_S", (0.0, 0.0))
    monkeypatch.setattr(atomic_files.os, "replace", held(tries))
    if tries == 2:
        save(sample(), path)
    else:
        with pytest.raises(FileError, match="cannot access"):
            save(sample(), path)
    assert load(path).pages == (sample() if tries == 2 else Document()).pages
    assert os.listdir(tmp_path) == ["a.ink"]


@pytest.mark.skipif(os.name != "posix", reason="there is no fcntl")
@pytest.mark.parametrize("there", [True, False])
def test_the_disk_itself_is_asked_where_that_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool):
    asked: list[int] = []
    synced: list[int] = []

    def fcntl(descriptor: int, command: int) -> None:
        asked.append(command)
        if not there:
            raise OSError(25, "Inappropriate ioctl for device")

    monkeypatch.setattr(atomic_files.fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(atomic_files.fcntl, "fcntl", fcntl)
    monkeypatch.setattr(atomic_files.os, "fsync", synced.append)
    save(sample(), tmp_path / "a.ink")
    assert asked == [51, 51] and len(synced) == (0 if there else 2)  # the file, its folder


def test_paths_that_are_no_files(tmp_path: Path):
    for path, message in (
        (tmp_path, "plain file"),
        (tmp_path / "none.ink", "No such file"),
        (Path("a\0b.ink"), "null (byte|character)"),  # the latter since Python 3.13
    ):
        with pytest.raises(FileError, match=message):
            load(path)
    with pytest.raises(FileError, match="plain file"):
        save(Document(), tmp_path)
    with pytest.raises(FileError, match="No such file"):
        save(Document(), tmp_path / "none" / "a.ink")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path):
    pipe = tmp_path / "a.ink"
    os.mkfifo(pipe)
    with pytest.raises(FileError, match="plain file"):
        load(pipe)
    with pytest.raises(FileError, match="plain file"):
        save(Document(), pipe)


KILLS = int(os.environ.get("INK_KILLS", "8"))
SAVES_FOR_EVER = """
import sys
from pathlib import Path
from inkapp.ink.file import save, load
path = Path(sys.argv[1])
pages = [load(path.with_name("other.ink")), load(path.with_name("one.ink"))]
print("ready", flush=True)
for turn in range(10**9):
    save(pages[turn % 2], path)
"""


@pytest.mark.process
@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_a_kill_leaves_the_old_file_or_the_new(tmp_path: Path):
    path = tmp_path / "a.ink"
    one = Document().add_strokes([stroke([(i, j) for j in range(200)]) for i in range(20)])
    other = one.add_strokes([stroke([(0, 0)])])
    save(one, path)
    save(one, tmp_path / "one.ink")
    save(other, tmp_path / "other.ink")
    allowed = {dumps(one), dumps(other)}
    for moment in np.random.default_rng(5).uniform(0, 0.05, KILLS):
        with subprocess.Popen([sys.executable, "-c", SAVES_FOR_EVER, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stdout.readline() == b"ready\n"
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        assert path.read_bytes() in allowed


def test_a_write_protected_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "page.ink"
    save(Document(), path)
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(FileError, match="write-protected"):
        save(Document((Page(width=100.0),)), path)
    assert path.read_bytes() == before and [file.name for file in tmp_path.iterdir()] == ["page.ink"]

"""``inkapp write``: typed text as ink in a learnt hand, and one line for what cannot be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inkapp.cli import main
from inkapp.commands import write
from inkapp.formats.registry import read_any
from inkapp.ink.document import Author, Document, Page
from inkapp.ink.file import load, save
from inkapp.ink.hand import new_hand
from inkapp.ink.hand_file import save_hand
from model.batched_writer import BatchedWriter
from tests.commands.asked import contents, refused
from tests.live.compose.networks import MadeUpNetwork, page_of, random_network


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> MadeUpNetwork:
    """The commands' network is the made-up one."""
    network = MadeUpNetwork()
    monkeypatch.setattr(write, "load_writer", lambda: network)
    return network


@pytest.fixture
def hand(tmp_path: Path) -> str:
    path = tmp_path / "mine.hand"
    save_hand(new_hand("Mine", page_of()), path)
    return str(path)


@pytest.fixture(autouse=True)
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the app's own hands."""
    folder = tmp_path / "hands"
    folder.mkdir()
    save_hand(new_hand("Calm", page_of()), folder / "calm.hand")
    save_hand(new_hand("Wild one", page_of(x_height=2.0)), folder / "wild.hand")
    monkeypatch.setattr(write, "HANDS", folder)
    return folder


def strokes(path: Path) -> int:
    return sum(len(page.strokes) for page in read_any(path).pages)


@pytest.mark.parametrize("name", ["out.svg", "out.ink", "out.inkml"])
def test_it_prints_what_it_wrote(tmp_path: Path, hand: str, name: str, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / name
    assert main(["write", "five jugs", "--hand", hand, "-o", str(out)]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == (f"{out}\n", "")
    assert strokes(out) >= 2


def test_equal_options_give_equal_ink_and_another_seed_other(tmp_path: Path, hand: str):
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert main(["write", "jugs", "--hand", hand, "--seed", seed, "-o", str(tmp_path / f"{name}.svg")]) == 0
    a, b, c = ((tmp_path / f"{name}.svg").read_bytes() for name in "abc")
    assert a == b != c


def test_an_ink_file_keeps_what_was_typed(tmp_path: Path, hand: str):
    first, second = tmp_path / "1.ink", tmp_path / "2.ink"
    for out in (first, second):
        assert main(["write", "five jugs", "--hand", hand, "--seed", "4", "--size", "0.5", "-o", str(out)]) == 0
    assert first.read_bytes() == second.read_bytes()
    document = load(first)
    (text,) = document.texts
    assert (text.text, text.seed, text.style.size) == ("five jugs", 4, 0.5)
    assert {stroke.origin.text for stroke in document.pages[0].strokes if stroke.origin} == {text.id}


def test_on_a_terminal_it_shows_how_far_it_is(
    tmp_path: Path, hand: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["write", "five jugs", "--hand", hand, "-o", str(tmp_path / "out.ink")]) == 0
    shown = capsys.readouterr().err
    assert "2 of 2 words" in shown and shown.endswith("\r\x1b[K")


def test_a_random_network_writes_too(tmp_path: Path, hand: str, monkeypatch: pytest.MonkeyPatch):
    network: BatchedWriter = random_network(end=0.0)
    monkeypatch.setattr(write, "load_writer", lambda: network)
    assert main(["write", "jugs", "--hand", hand, "-o", str(tmp_path / "out.ink")]) == 0
    (page,) = load(tmp_path / "out.ink").pages
    assert all(stroke.author is Author.MODEL and stroke.origin is not None for stroke in page.strokes)
    assert {stroke.origin.weights for stroke in page.strokes if stroke.origin} == {network.name}


def test_a_hand_is_learnt_from_any_ink(tmp_path: Path, made_up: MadeUpNetwork):
    save(Document((page_of(),)), tmp_path / "page.ink")
    assert main(["export", str(tmp_path / "page.ink"), "-o", str(tmp_path / "page.svg")]) == 0
    assert main(["write", "jugs", "--hand", str(tmp_path / "page.ink"), "-o", str(tmp_path / "out.svg")]) == 0
    assert main(["write", "jugs", "--hand", str(tmp_path / "page.svg"), "-o", str(tmp_path / "out.svg")]) == 0
    assert len(made_up.read) == 2


def test_a_built_in_hand_goes_by_its_file_or_its_name(
    tmp_path: Path, built_in: Path, capsys: pytest.CaptureFixture[str]
):
    heights = {}
    for style in ("calm", "WILD", "wild one"):
        out = tmp_path / f"{style}.ink"
        assert main(["write", "jugs", "--style", style, "-o", str(out)]) == 0
        heights[style] = float(np.ptp(np.concatenate([stroke.y for stroke in load(out).pages[0].strokes])))
    assert heights["WILD"] == heights["wild one"] < heights["calm"]
    assert main(["write", "jugs", "-o", str(tmp_path / "first.ink")]) == 0
    capsys.readouterr()
    assert "calm, wild" in refused(["write", "jugs", "--style", "none"], capsys)
    for path in built_in.iterdir():
        path.unlink()
    assert "--hand FILE" in refused(["write", "jugs"], capsys)


def test_a_text_is_read_from_a_file_and_what_is_otherwise_is_said(
    tmp_path: Path, hand: str, capsys: pytest.CaptureFixture[str]
):
    text = tmp_path / "text.txt"
    text.write_bytes("\ufeffgroß\r\n\fjugs".encode())
    out = tmp_path / "out.svg"
    assert main(["write", "-f", str(text), "--hand", hand, "-o", str(out)]) == 0
    printed = capsys.readouterr()
    assert "'ß' is written as 'ss'" in printed.err and "2 pages" in printed.err
    assert printed.out.split() == [str(tmp_path / "out-1.svg"), str(tmp_path / "out-2.svg")]


def test_controls_change_how_it_looks(tmp_path: Path, hand: str):
    def bounds(*more: str) -> np.ndarray:
        out = tmp_path / "out.ink"
        assert main(["write", "five jugs of wax", "--hand", hand, "-o", str(out), *more]) == 0
        ink = [np.stack((stroke.x, stroke.y), axis=1) for stroke in load(out).pages[0].strokes]
        points = np.concatenate(ink)
        return np.concatenate((points.min(axis=0), points.max(axis=0)))

    plain = bounds()
    large = bounds("--size", "2")
    assert np.ptp(large[1::2]) == pytest.approx(2 * np.ptp(plain[1::2]), rel=0.01)
    assert bounds("--word-spacing", "2")[2] > plain[2]
    assert bounds("--align", "right")[0] > plain[0] + 20
    assert bounds("--indent", "30")[0] == pytest.approx(plain[0] + 30, abs=0.1)
    assert bounds("--slant", "-30")[0] < plain[0]
    narrow, spaced = bounds("--width", "36"), bounds("--width", "36", "--line-spacing", "2")
    assert narrow[2] < 36 and np.ptp(narrow[1::2]) > np.ptp(plain[1::2])
    assert np.ptp(spaced[1::2]) > 1.4 * np.ptp(narrow[1::2])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([""], "no text"),
        ([" \t"], "nothing that can be seen"),
        (["\x00\x07"], "nothing"),
        (["漢字"], "boxes"),
        (["שלום"], "right to left"),
        (["x" * 100_000], "30,000"),
        (["a" * 101], "fits on no line"),
        ([], "TEXT"),
        (["a", "-f", "text.txt"], "not allowed with"),
        (["-f", "none.txt"], "No such file"),
        (["-f", "latin.txt"], "UTF-8"),
        (["-f", "."], "not a plain file"),
        (["a", "--hand", "none.hand"], "No such file"),
        (["a", "--hand", "damaged.hand"], "damaged.hand"),
        (["a", "--hand", "empty.ink"], "Write a few words"),
        (["a", "--hand", "mine.hand", "--style", "calm"], "not allowed with"),
        (["jugs", "--width", "20", "--size", "5"], "wide"),
        (["a", "--width", "nan"], "--width"),
        (["a", "--size", "0"], "--size"),
        (["a", "--slant", "-90"], "--slant"),
        (["a", "--align", "middle"], "--align"),
        (["a", "--temperature", "0"], "--temperature"),
        (["a", "-o", "out.docx"], ".docx"),
        (["a", "--hand", "page.ink", "-o", "page.ink"], "would be lost"),
        (["-f", "text.svg", "-o", "text.svg"], "would be lost"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    tmp_path: Path,
    hand: str,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(tmp_path)
    save(Document(), tmp_path / "empty.ink")
    save(Document((page_of(),)), tmp_path / "page.ink")
    (tmp_path / "damaged.hand").write_text('{"format":"hand"')
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    (tmp_path / "text.svg").write_text("words")
    before = contents(tmp_path)
    more = [] if "--hand" in arguments or "--style" in arguments else ["--hand", hand]
    assert says in refused(["write", *arguments, *more], capsys)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("weights", ["WRITER", "CAPTIONER_FILE"])
def test_missing_weights_are_one_line(
    weights: str, tmp_path: Path, hand: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from inkapp.commands import network

    monkeypatch.setattr(write, "load_writer", network.load_writer)
    monkeypatch.setattr(network, weights, tmp_path / "none.safetensors")
    assert "none.json" in refused(["write", "a", "--hand", hand, "-o", str(tmp_path / "out.svg")], capsys)


def test_a_page_is_as_it_was_asked_for(tmp_path: Path, hand: str):
    out = tmp_path / "out.ink"
    assert main(["write", "jugs", "--hand", hand, "--width", "100", "-o", str(out)]) == 0
    (page,) = load(out).pages
    assert page.width == 100.0 and page.height == Page().height

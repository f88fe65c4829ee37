"""Commands without a window, as a person meets them, and as somebody who wants to break them does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from inkapp.cli import COMMANDS, main
from inkapp.commands import network
from inkapp.formats.registry import read_any
from inkapp.ink.document import Author, Document, Page
from inkapp.ink.file import load, save
from tests.commands.asked import refused
from tests.ink.documents import stroke
from tools.synthetic.words import write

RUN = "import sys; from inkapp.cli import main; sys.exit(main(sys.argv[1:]))"
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.ink"
    save(Document().add_strokes([stroke([(10, 20), (30, 40)]), stroke([(50, 60)])]), path)
    return path


@pytest.fixture
def hello(tmp_path: Path) -> Path:
    path = tmp_path / "hello.ink"
    save(Document().add_strokes(write("hello", 20, 54, 3.5, seed=1)), path)
    return path


@pytest.mark.parametrize("name", ["out.svg", "out.ink", "out.inkml", "out.pdf", "OUT.SVG"])
def test_export_prints_what_it_wrote(page: Path, name: str, capsys: pytest.CaptureFixture[str]):
    out = page.with_name(name)
    assert main(["export", str(page), "-o", str(out)]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == (f"{out}\n", "")
    if name == "out.pdf":  # nothing reads those back
        assert out.read_bytes().startswith(b"%PDF-1.7")
    else:
        assert len(read_any(out).pages[0].strokes) == 2


@pytest.mark.parametrize(
    ("file", "out", "says"),
    [
        ("none.ink", "out.svg", "No such file"),
        ("page.ink", "out.docx", "cannot write .docx"),
        ("page.ink", "none/out.svg", "No such file"),
        ("page.ink", "folder.svg", "not a plain file"),
        ("page.ink", "pipe.svg", "not a plain file"),
        ("page.ink", "page.ink/out.svg", "Not a directory"),
        ("page.ink", "loop.ink", "leads to itself"),
        ("page.ink", "kept.svg", "write-protected"),
        ("page.ink", "none/out.pdf", "No such file"),
        ("page.ink", "x" * 300 + ".svg", "name too long"),
        ("empty.svg", "out.svg", "damaged XML"),
        ("page.txt", "out.svg", "cannot read .txt"),
        ("folder.svg", "out.svg", "not a plain file"),
        ("pipe.svg", "out.svg", "not a plain file"),
        ("loop.ink", "out.svg", "symbolic links"),
        ("two\nlines.ink", "out.svg", "two lines.ink"),
        ("\x1b[31mred.ink", "out.svg", "?[31mred.ink"),
        ("\udcff.ink", "out.svg", "No such file"),
        ("drawing.svg", "drawing.svg", "is the file that is read"),
        ("drawing.svg", "linked.svg", "is the file that is read"),
    ],
)
def test_failure_is_one_line_and_nothing_is_lost(
    page: Path, file: str, out: str, says: str, capsys: pytest.CaptureFixture[str]
):
    folder = page.parent
    (folder / "empty.svg").touch()
    (folder / "folder.svg").mkdir()
    os.mkfifo(folder / "pipe.svg")
    (folder / "loop.ink").symlink_to(folder / "loop.ink")
    (folder / "out.svg").write_text("mine")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><text>mine</text><path d="M1 1L9 9"/></svg>'
    (folder / "drawing.svg").write_text(drawing)
    (folder / "linked.svg").symlink_to(folder / "drawing.svg")
    (folder / "kept.svg").write_text("mine")
    (folder / "kept.svg").chmod(0o444)
    before = sorted(os.listdir(folder))
    said = refused(["export", str(folder / file), "-o", str(folder / out)], capsys)
    assert says in said and said.startswith("inkapp export: ")
    assert sorted(os.listdir(folder)) == before
    assert (folder / "out.svg").read_text() == (folder / "kept.svg").read_text() == "mine"
    assert (folder / "drawing.svg").read_text() == drawing


WRONG = """
fly
export
export a.ink
export a.ink -o
export a.ink -o b.svg --points 3
continue
continue --seed
continue a.ink b.ink
continue a.ink --sed 1
-- x
--seed"""


@pytest.mark.parametrize("line", WRONG.splitlines())
def test_wrong_arguments_are_one_line(line: str, capsys: pytest.CaptureFixture[str]):
    refused(line.split(), capsys)


def test_what_a_foreign_file_loses_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "a.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>a</text><path d="M0 0L9 9"/></svg>')
    assert main(["export", str(path), "-o", str(tmp_path / "b.ink")]) == 0
    assert capsys.readouterr().err == f"{path}: left out: 1 × text\n"


def test_every_command_is_told_by_help(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    printed = capsys.readouterr().out
    assert all(name in printed and load().summary in " ".join(printed.split()) for name, load in COMMANDS.items())


def test_an_empty_name_is_no_name(capsys: pytest.CaptureFixture[str]):
    assert "a file's name is missing" in refused(["continue", ""], capsys)
    assert "a file's name is missing" in refused(["continue", "a.ink", "-o", ""], capsys)


@pytest.mark.parametrize(
    ("option", "value"),
    [("--temperature", text) for text in ("-1", "0", "nan", "-inf", "inf", "1e400", "3.01", "abc", "", "9" * 5000)]
    + [("--points", text) for text in ("-5", "0", "5001", "1e3", "4.5", "1_0", "٣", "", "9" * 5000)]
    + [("--seed", text) for text in ("-1", "4294967296", "1e9", "0x10", "true", "9" * 5000)],
)
@pytest.mark.parametrize("joined", [False, True])
def test_an_absurd_option_names_its_range(
    hello: Path, option: str, value: str, joined: bool, capsys: pytest.CaptureFixture[str]
):
    given = [f"{option}={value}"] if joined else [option, value]
    said = refused(["continue", str(hello), "-o", str(hello.with_name("out.svg")), *given], capsys)
    assert option in said and "…" in said
    assert not hello.with_name("out.svg").exists()


def test_help_states_ranges(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        main(["continue", "--help"])
    assert left.value.code == 0
    printed = " ".join(capsys.readouterr().out.split())
    for words in ("1 to 5000", "0.05, calm, to 3, wild", "0 to 4294967295", ".svg .pdf .ink .inkml"):
        assert words in printed


def test_equal_seeds_give_equal_ink_and_others_do_not(hello: Path):
    outs = []
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        out = hello.with_name(f"{name}.ink")
        assert main(["continue", str(hello), "-o", str(out), "--points", "60", "--seed", seed]) == 0
        outs.append(out.read_bytes())
    assert outs[0] == outs[1] != outs[2]


@pytest.mark.parametrize("suffix", [".ink", ".inkml", ".svg"])
def test_a_continuation_keeps_the_hand_and_adds_the_model(hello: Path, suffix: str):
    out = hello.with_name("out.ink")
    source = hello.with_suffix(suffix)
    main(["export", str(hello), "-o", str(source)])
    assert main(["continue", str(source), "-o", str(out), "--points", "40"]) == 0
    strokes = load(out).pages[0].strokes
    person = [s for s in strokes if s.author is Author.PERSON]
    before = read_any(source).pages[0].strokes
    assert person == list(before) and len(strokes) > len(person)
    assert all(s.origin is not None and s.origin.seed == 0 for s in strokes if s.author is Author.MODEL)
    assert min(s.bounds[0] for s in strokes[len(person) :]) > person[0].bounds[0]


def test_a_document_may_be_continued_in_place(hello: Path):
    before = load(hello).pages[0].strokes
    assert main(["continue", str(hello), "-o", str(hello), "--points", "20"]) == 0
    after = load(hello).pages[0].strokes
    assert after[: len(before)] == before and len(after) > len(before)


def test_the_last_page_with_ink_is_continued(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "pages.ink"
    written = [Page().with_strokes(write(word, 20, 54, 3.5, seed=1)) for word in ("first", "second")]
    save(Document((*written, Page())), path)
    assert main(["continue", str(path), "-o", str(path), "--points", "20"]) == 0
    counts = [sum(s.author is Author.MODEL for s in page.strokes) for page in load(path).pages]
    assert counts[0] == counts[2] == 0 < counts[1]
    capsys.readouterr()
    assert main(["continue", str(path), "-o", str(tmp_path / "out.svg"), "--points", "20"]) == 0
    assert capsys.readouterr().out.split() == [str(tmp_path / f"out-{n}.svg") for n in (1, 2, 3)]


def test_of_several_files_none_is_written_where_one_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "pages.ink"
    save(Document((Page(), Page())), path)
    (tmp_path / "out-2.svg").mkdir()
    refused(["export", str(path), "-o", str(tmp_path / "out.svg")], capsys)
    assert sorted(os.listdir(tmp_path)) == ["out-2.svg", "pages.ink"]


def scribble(points: int) -> Page:
    place = np.random.default_rng(0).random((points, 2)) * (150, 8) + (20, 50)
    return Page().with_strokes([stroke(place.tolist())])


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (Page(), "Write a word"),
        (Page().with_strokes([stroke([(20 + i, 50)]) for i in range(9)]), "a dot"),
        (Page().with_strokes([stroke([(10, 10), (200, 280)]), stroke([(200, 10), (10, 280)])]), "picture"),
        (Page().with_strokes(write("end", 180, 290, 3.5)), "no room"),
        (scribble(21_000), "picture"),
    ],
    ids=["empty", "dots", "picture", "full", "scribble"],
)
def test_what_cannot_be_continued_says_why(
    document: Page, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path, out = tmp_path / "page.ink", tmp_path / "out.svg"
    save(Document((document,)), path)
    out.write_text("mine")
    assert says in refused(["continue", str(path), "-o", str(out)], capsys)
    assert out.read_text() == "mine"


def test_ink_that_ends_for_want_of_room_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path, out = tmp_path / "page.ink", tmp_path / "out.ink"
    page = Page().with_strokes(write("end", 130, 285, 3.5))
    save(Document((page,)), path)
    assert main(["continue", str(path), "-o", str(out)]) == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "no room for more on page 1" in said
    assert len(load(out).pages[0].strokes) > len(page.strokes)
    assert main(["continue", str(path), "-o", str(out), "--points", "10"]) == 0
    assert not capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"", b"\0" * 100])
def test_weights_that_are_missing_or_damaged(
    content: bytes | None, hello: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    weights = hello.with_name("other.safetensors")
    if content is not None:
        weights.write_bytes(content)
    monkeypatch.setattr(network, "LIVE", weights)
    said = refused(["continue", str(hello), "-o", str(hello.with_name("out.svg"))], capsys)
    assert "other." in said and "hello.ink" not in said


def run(arguments: list[str], shell: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", f'"$@" {shell}', "sh", sys.executable, "-c", RUN, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.process
@pytest.mark.parametrize(("shell", "status"), [(">&-", 0), ("2>&-", 0), ("| true", 0), (">/dev/full", 2), ("<&-", 0)])
def test_the_work_is_done_whoever_listens(page: Path, shell: str, status: int):
    done = run(["export", "page.ink", "-o", "out.svg"], shell, page.parent)
    assert done.returncode == status
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr
    assert len(read_any(page.with_name("out.svg")).pages[0].strokes) == 2


@pytest.mark.process
def test_a_name_that_is_no_text_is_printed_as_it_is(page: Path):
    name = os.fsdecode(b"h\xff.svg")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8:strict"}
    command = [sys.executable, "-c", RUN, "export", "page.ink", "-o", name]
    done = subprocess.run(command, cwd=page.parent, env=environment, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"h\xff.svg\n", b"")

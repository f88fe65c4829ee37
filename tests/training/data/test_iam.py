"""The reader of the data set: every listed line is used, missing or rejected for a reason; damage is one line."""

from __future__ import annotations

import re
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.training import archives
from tests.training.archives import loops, name_of, xml
from training.data import iam
from training.data.iam import DataError, Report, parse_line, read_lines, read_list, read_part

KINDS = ["tar", "tar.gz", "tar.xz", "folder"]
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'


def test_a_line_is_what_its_file_says() -> None:
    strokes = loops(1)
    line = parse_line("lineStrokes/a01/a01-000/a01-000u-03.xml", xml(strokes))
    table = np.concatenate(strokes)
    assert np.array_equal(line.points[:, :2], table[:, :2])
    assert line.points[:, 2] == pytest.approx(table[:, 2] - table[0, 2], abs=1e-3)
    assert [len(stroke) for stroke in line.strokes()] == [len(stroke) for stroke in strokes]
    assert line.lift.sum() == len(strokes) and line.lift[-1]
    assert line.form == "a01-000u" and line.points.dtype == np.float32


@pytest.mark.parametrize("kind", KINDS)
def test_every_container_gives_the_same_lines_in_the_list_s_order(kind: str, tmp_path: Path) -> None:
    files = archives.members()
    folder = archives.write(tmp_path, files, kind)
    order = sorted(files, reverse=True)
    lines, report = read_lines(folder, [*order, order[0]])  # named twice, read once
    assert [line.name for line in lines] == order
    assert report.used == len(files) and report.points == sum(len(line.points) for line in lines)
    assert not report.missing and not report.rejected
    for line in lines:
        assert np.array_equal(line.points, parse_line(line.name, files[line.name]).points)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not well-formed"),
        (b"\x00\xff\xfe junk", "not well-formed"),
        (xml(loops(0))[:-40], "not well-formed"),
        (xml(loops(0), DOCTYPE), "has a document type"),
        (xml(loops(0), "<!DOCTYPE WhiteboardCaptureSession>"), "has a document type"),
        (b"<a/>", "fewer than two points"),
        (b'<S><Stroke><Point x="1" y="2"/></Stroke></S>', "fewer than two points"),
        (b'<S><Point x="1" y="2"/><Point x="1" y="2"/></S>', "fewer than two points"),
        (b'<S><Stroke><Point x="1"/><Point x="1" y="2"/></Stroke></S>', "a point without x or y"),
        (b'<S><Stroke><Point x="one" y="2"/><Point x="1" y="2"/></Stroke></S>', "not a number"),
        (b'<S><Stroke><Point x="1" y="2" time="noon"/><Point x="1" y="2"/></Stroke></S>', "not a number"),
        (b'<S><Stroke><Point x="nan" y="2"/><Point x="1" y="2"/></Stroke></S>', "not finite"),
        (b'<S><Stroke><Point x="inf" y="2"/><Point x="1" y="2"/></Stroke></S>', "not finite"),
        (b'<S><Stroke><Point x="1e39" y="2"/><Point x="1" y="2"/></Stroke></S>', "out of all reach"),
    ],
)
def test_what_is_no_line_is_rejected_for_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)) as caught:
        parse_line("x.xml", data)
    assert "\n" not in str(caught.value)


def test_a_line_that_is_too_large_is_rejected_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iam, "MOST_BYTES", 100)
    with pytest.raises(ValueError, match="too large"):
        parse_line("x.xml", xml(loops(0)))


def test_times_may_be_absent_or_nonsense() -> None:
    line = parse_line("x.xml", b'<S><Stroke><Point x="1" y="2"/><Point x="3" y="2" time="1e300"/></Stroke></S>')
    assert np.isfinite(line.points).all()


@pytest.mark.parametrize("kind", KINDS)
def test_the_report_counts_used_missing_and_rejected(kind: str, tmp_path: Path) -> None:
    files = archives.members()
    names = list(files)
    files[names[0]] = files[names[0]][:50]
    files[names[1]] = xml(loops(0), DOCTYPE)
    files[names[2]] = xml(loops(0), DOCTYPE)
    absent = (name_of("z99-000", 1), name_of("z99-000", 2))
    folder = archives.write(tmp_path, files, kind, listed=absent)
    lines, report = read_lines(folder, read_list(folder / "graves-train.txt"))
    assert len(lines) == report.used == len(files) - 3
    assert report.missing == list(absent)
    assert report.rejected == {"not well-formed": 1, "has a document type": 2}
    assert str(report) == (
        f"{report.used} lines, {report.points} points; missing 2; rejected: 2 has a document type, 1 not well-formed"
    )


@pytest.mark.parametrize("kind", ["tar.gz", "tar.xz"])
@pytest.mark.parametrize("damage", ["truncated", "flipped", "empty", "noise"])
def test_a_damaged_archive_is_one_line(kind: str, damage: str, tmp_path: Path) -> None:
    folder = archives.write(tmp_path, archives.members(8), kind)
    path = folder / f"lineStrokes-all.{kind}"
    whole = bytearray(path.read_bytes())
    match damage:
        case "truncated":
            path.write_bytes(whole[: len(whole) * 2 // 3])
        case "flipped":
            whole[len(whole) // 2] ^= 0xFF
            path.write_bytes(whole)
        case "empty":
            path.write_bytes(b"")
        case "noise":
            path.write_bytes(np.random.default_rng(0).bytes(4000))
    with pytest.raises(DataError, match="lineStrokes-all") as caught:
        read_lines(folder, read_list(folder / "graves-train.txt"))
    assert "\n" not in str(caught.value)


def test_a_plain_archive_that_was_cut_off_is_damaged_wherever_it_was_cut(tmp_path: Path) -> None:
    """Between two members only the missing mark of the end shows that there were more."""
    folder = archives.write(tmp_path, archives.members(), "tar")
    path = folder / "lineStrokes-all.tar"
    names = read_list(folder / "graves-train.txt")
    whole = path.read_bytes()
    at = whole.rindex(names[9].encode())  # the header of the tenth member begins with its name
    for broken, why in (
        (whole[:at], "the mark of its end is missing"),
        (whole[: at - 700], ""),  # in a member
        (whole[: at + 150], ""),  # in a header
        (whole[: at + 150] + b"9" + whole[at + 151 :], ""),  # a header that does not add up
    ):
        path.write_bytes(broken)
        with pytest.raises(DataError, match=f"damaged archive.*{why}"):
            read_lines(folder, names)
    path.write_bytes(whole.rstrip(b"\0") + b"\0" * (-len(whole.rstrip(b"\0")) % 512 + 512))
    assert len(read_lines(folder, names)[0]) == len(names)  # all members and half the mark: nothing is lost


def test_a_part_may_be_empty_and_reports_add_up(tmp_path: Path) -> None:
    folder = archives.write(tmp_path, archives.members(), listed=("lineStrokes/gone.xml",))
    names = read_list(folder / "graves-train.txt")
    lines, report = read_part(folder, names)
    assert read_part(folder, names[-1:])[0] == []
    parts = [read_part(folder, names[k::3]) for k in range(3)]
    total = sum((told for _, told in parts), Report())
    assert (total.used, total.points, total.missing) == (len(lines), report.points, report.missing)
    with pytest.raises(DataError, match="none of the 1 listed lines is there"):
        read_lines(folder, names[-1:])


def test_a_digest_stands_for_name_and_points() -> None:
    one, same, other = archives.line(1), archives.line(1), archives.line(2)
    assert one.digest() == same.digest() != other.digest()
    moved = one.points.copy()
    moved[3, 0] += 1
    assert len({one.digest(), replace(one, points=moved).digest(), replace(one, name="x").digest()}) == 3


def test_a_member_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    folder = archives.write(tmp_path, archives.members(), "tar")
    one = archives.write(tmp_path / "one", {name_of("q11-000", 1): b"<broken"}, "tar")
    both = (folder / "lineStrokes-all.tar").read_bytes().rstrip(b"\0")
    both += b"\0" * (-len(both) % 512) + (one / "lineStrokes-all.tar").read_bytes()
    (folder / "lineStrokes-all.tar").write_bytes(both)
    lines, report = read_lines(folder, read_list(folder / "graves-train.txt"))
    assert len(lines) == len(archives.members()) and not report.rejected


def test_links_and_folders_in_an_archive_are_no_lines(tmp_path: Path) -> None:
    name = name_of("q11-000", 1)
    with tarfile.open(tmp_path / "lineStrokes-all.tar", "w") as tar:
        link = tarfile.TarInfo(name)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        tar.addfile(link)
    with pytest.raises(DataError, match="missing 1"):
        read_lines(tmp_path, [name])


def test_nothing_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="neither"):
        read_lines(tmp_path, [name_of("a01-000", 1)])
    folder = archives.write(tmp_path / "data", archives.members())
    with pytest.raises(DataError, match="none of the 1 listed"):
        read_lines(folder, [name_of("a01-000", 1)])


@pytest.mark.parametrize("content", [None, b"", b" \n\n", b"\xff\xfe\x00"])
def test_a_list_that_names_nothing_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=r"list\.txt") as caught:
        read_list(path)
    assert "\n" not in str(caught.value)


def test_the_line_before_is_that_of_one_number_less() -> None:
    assert iam.name_before(name_of("q11-000", 3)) == name_of("q11-000", 2)
    assert iam.name_before("a/b-10.xml") == "a/b-09.xml" and iam.name_before("a/b-1000.xml") == "a/b-0999.xml"
    assert iam.name_before("a/b-x.xml") == "" and iam.name_before("") == ""
    assert iam.name_before(name_of("q11-000", 1)) == name_of("q11-000", 0)  # which is nobody's name

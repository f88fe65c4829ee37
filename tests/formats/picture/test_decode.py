"""Pictures of all kinds as grey, and one clear line for those that are damaged, too large or no pictures."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QImageWriter

from inkapp.formats.picture import decode
from inkapp.formats.picture.decode import read_grey
from inkapp.formats.picture.whole_file import size_in
from inkapp.ink.errors import FileError

Format = QImage.Format


def drawn(kind: Format = Format.Format_RGB32, paper: str = "white", ink: str = "black") -> QImage:
    """Paper of 40 × 20 pixels, the left upper quarter of which is ink."""
    image = QImage(40, 20, Format.Format_ARGB32)
    image.fill(QColor(paper))
    for y in range(10):
        for x in range(20):
            image.setPixelColor(x, y, QColor(ink))
    return image.convertToFormat(kind)


def looks_drawn(grey: np.ndarray, ink: float = 0.0, paper: float = 1.0) -> bool:
    height, width = grey.shape
    wanted = np.full(grey.shape, paper)
    wanted[: height // 2, : width // 2] = ink
    return bool(np.abs(grey - wanted).mean() < 0.03)


@pytest.mark.parametrize(
    "kind",
    [
        Format.Format_Mono,
        Format.Format_Indexed8,
        Format.Format_Grayscale8,
        Format.Format_Grayscale16,
        Format.Format_RGB32,
        Format.Format_RGBX64,
        Format.Format_RGBA64,
    ],
)
def test_png_of_all_depths(kind: Format, tmp_path: Path) -> None:
    drawn(kind).save(str(tmp_path / "a.png"))
    picture = read_grey(tmp_path / "a.png")
    assert picture.grey.dtype == np.float32 and picture.shrunk == 1 and looks_drawn(picture.grey)


@pytest.mark.parametrize("kind", [Format.Format_Grayscale8, Format.Format_RGB32, Format.Format_CMYK8888])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg(kind: Format, progressive: bool, tmp_path: Path) -> None:
    writer = QImageWriter(str(tmp_path / "a.JPEG"), b"jpeg")
    writer.setProgressiveScanWrite(progressive)
    assert writer.write(drawn(kind))
    assert looks_drawn(read_grey(tmp_path / "a.JPEG").grey)


@pytest.mark.parametrize(("turn", "way"), [(3, 2), (6, -1), (8, 1)])
def test_the_rotation_that_a_camera_tells_is_undone(turn: int, way: int, tmp_path: Path) -> None:
    """EXIF's orientations 3 (half a turn), 6 and 8 (a quarter)."""
    drawn().save(str(tmp_path / "a.jpg"))
    plain = (tmp_path / "a.jpg").read_bytes()
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, turn, 0, 0)
    exif = b"Exif\0\0" + tiff
    (tmp_path / "a.jpg").write_bytes(plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:])
    grey = read_grey(tmp_path / "a.jpg").grey
    assert looks_drawn(np.rot90(grey, -way if abs(way) == 1 else 2))
    assert grey.shape == ((20, 40) if turn == 3 else (40, 20))


def test_what_is_transparent_is_paper_and_light_ink_alone_was_on_a_board(tmp_path: Path) -> None:
    drawn(Format.Format_ARGB32, "transparent", "black").save(str(tmp_path / "dark.png"))
    drawn(Format.Format_ARGB32, "transparent", "white").save(str(tmp_path / "light.png"))
    assert looks_drawn(read_grey(tmp_path / "dark.png").grey)
    assert looks_drawn(read_grey(tmp_path / "light.png").grey, ink=1.0, paper=0.0)


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_a_large_picture_is_made_smaller_while_it_is_decoded(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decode, "KEPT_PIXELS", 2000)
    drawn().scaled(400, 200).save(str(tmp_path / name))
    picture = read_grey(tmp_path / name)
    assert picture.grey.shape == (32, 63) and picture.shrunk == pytest.approx(40**0.5) and looks_drawn(picture.grey)


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_a_truncated_file_is_refused_wherever_it_ends(name: str, tmp_path: Path) -> None:
    noisy = np.random.default_rng(0).integers(0, 255, (60, 80), dtype=np.uint8)
    QImage(noisy.data, 80, 60, 80, Format.Format_Grayscale8).save(str(tmp_path / name))
    data = (tmp_path / name).read_bytes()
    assert size_in(data, "it") == size_in(data + b"more", "it") == (80, 60)
    for end in (*range(3, 60, 7), len(data) // 2, len(data) - 1):
        (tmp_path / name).write_bytes(data[:end])
        with pytest.raises(FileError, match=r"a\.(png|jpg): (a (truncated|damaged) (PNG|JPEG) picture|neither)"):
            read_grey(tmp_path / name)


def test_a_damaged_png_is_refused_and_nothing_else_is_printed(tmp_path: Path) -> None:
    drawn().save(str(tmp_path / "a.png"))
    data = bytearray((tmp_path / "a.png").read_bytes())
    data[-20] ^= 1
    with pytest.raises(FileError, match="wrong checksum"):
        size_in(bytes(data), "it")


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    made = b"\x89PNG\r\n\x1a\n"
    for kind, body in (*chunks, (b"IEND", b"")):
        made += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return made


def test_a_bomb_is_refused_by_its_size_and_wrong_pixels_by_the_decoder(tmp_path: Path) -> None:
    for width, height, words in ((30_000, 20_000, "30000 × 20000 pixels"), (0, 5, "without pixels"), (9, 9, "damaged")):
        header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
        (tmp_path / "a.png").write_bytes(png((b"IHDR", header), (b"IDAT", b"nonsense")))
        with pytest.raises(FileError, match=words):
            read_grey(tmp_path / "a.png")


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8", b"\x89PNG"])
def test_other_files_are_no_pictures(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(FileError, match="neither a PNG nor a JPEG picture"):
        read_grey(tmp_path / "a.png")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(FileError, match=str(path)):
            read_grey(path)

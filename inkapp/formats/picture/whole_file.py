"""Whether a PNG or JPEG file is whole, and how large its picture is, before anything of it is decoded.

Qt's decoders fill the missing part of a truncated JPEG with grey and say nothing, and libpng writes to stderr by itself.
"""

from __future__ import annotations

import struct
import zlib

from inkapp.ink.errors import FileError, FileRefused

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
JPEG_BEGINS = b"\xff\xd8\xff"
START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # markers that tell a JPEG's size
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})  # markers that nothing belongs to


def size_in(data: bytes, name: str) -> tuple[int, int]:
    """(width, height) in pixels of a whole PNG or JPEG file, before any rotation. Raises FileError for another or damaged."""
    if data.startswith(PNG_BEGINS):
        width, height = _png_size(data, name)
    elif data.startswith(JPEG_BEGINS):
        width, height = _jpeg_size(data, name)
    else:
        raise FileRefused(f"{name}: neither a PNG nor a JPEG picture")
    if not width or not height:
        raise FileError(f"{name}: a picture without pixels")
    return width, height


def _png_size(data: bytes, name: str) -> tuple[int, int]:
    """Of the header, when all chunks up to the end are there and have the checksum that they say."""
    view, at = memoryview(data), len(PNG_BEGINS)
    size = None
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        if zlib.crc32(view[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise FileError(f"{name}: a damaged PNG picture (wrong checksum at byte {at})")
        if size is None:
            if kind != b"IHDR" or length != 13:
                raise FileError(f"{name}: a damaged PNG picture (no header)")
            size = struct.unpack_from(">II", data, at + 8)
        if kind == b"IEND":
            return int(size[0]), int(size[1])
        at = end
    raise FileError(f"{name}: a truncated PNG picture")


def _jpeg_size(data: bytes, name: str) -> tuple[int, int]:
    """Of the frame's header, when the end of the image comes after it."""
    at, size = 2, None
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise FileError(f"{name}: a damaged JPEG picture (no marker at byte {at})")
        marker = data[at + 1]
        if marker == 0xFF:  # a marker may be filled up with such bytes
            at += 1
            continue
        if marker in WITHOUT_LENGTH:
            at += 2
            continue
        if marker == END_OF_IMAGE:
            break
        if marker in START_OF_FRAME and at + 9 <= len(data):
            height, width = struct.unpack_from(">HH", data, at + 5)
            size = width, height
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == START_OF_SCAN:
            at = _after_scan(data, at)
    if size is None or data[at : at + 2] != b"\xff\xd9":
        raise FileError(f"{name}: a truncated JPEG picture")
    return size


def _after_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that does not belong to the coded data: neither a stuffed byte nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)

"""A picture of numbers as PNG bytes (ISO/IEC 15948): a palette of up to 256 colours and, for every pixel, which of them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def indexed(pixels: npt.NDArray[np.uint8], palette: Sequence[tuple[int, int, int]]) -> bytes:
    """``pixels``: (height, width) numbers of colours in ``palette``; 16 colours or fewer take half the bytes.

    Raises ValueError for no pixel, no colour or more than 256, and for a number beyond the palette.
    """
    height, width = pixels.shape
    if not height or not width or not 0 < len(palette) <= 256 or int(pixels.max()) >= len(palette):
        raise ValueError(f"no picture of {width} × {height} in {len(palette)} colours")
    depth = 4 if len(palette) <= 16 else 8
    rows = pixels
    if depth == 4:
        even = np.zeros((height, width + width % 2), dtype=np.uint8)
        even[:, :width] = pixels
        rows = np.bitwise_or(even[:, ::2] << 4, even[:, 1::2]).astype(np.uint8)
    lines = np.zeros((height, rows.shape[1] + 1), dtype=np.uint8)  # each begins with its filter: none
    lines[:, 1:] = rows
    header = struct.pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)
    colours = bytes(part for colour in palette for part in colour)
    chunks = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""What ``inkapp read`` does with a PNG or JPEG picture of handwriting: finds its lines, and reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from threadpoolctl import threadpool_limits

from inkapp.ink.errors import InkError
from inkapp.live.photograph.line_picture import LinePicture
from inkapp.live.photograph.photograph_lines import lines_of_picture
from inkapp.live.photograph.read_lines import PhotographedLine, PictureReader, read_lines

SUFFIXES = (".png", ".jpg", ".jpeg")


def is_photograph(path: Path) -> bool:
    """Whether a file is a picture, by its name."""
    return path.suffix.lower() in SUFFIXES


def lines_of_photograph(path: Path) -> list[LinePicture]:
    """The lines of a picture file from top to bottom, places in the file's pixels as it is looked at.

    Raises FileError for what is no whole picture or too large, InkError where no line is found, or Qt cannot be loaded.
    """
    try:
        from inkapp.formats.picture.decode import read_grey
    except ImportError as error:  # its system libraries are not there
        raise InkError(f"{path}: pictures cannot be read here ({error})") from None
    picture = read_grey(path)
    lines = lines_of_picture(picture.grey)
    if not lines:
        raise InkError(f"{path}: no line of writing was found on it")
    return [replace(line, points=line.points * picture.shrunk) for line in lines]


def read_photograph(lines: Sequence[LinePicture], reader: PictureReader) -> list[PhotographedLine]:
    """What the lines say, in their order."""
    with threadpool_limits(limits=1, user_api="blas"):
        return list(read_lines(lines, reader))

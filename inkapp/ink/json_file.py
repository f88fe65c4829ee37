"""What all of the app's JSON files have in common: read with limits, a format and a version at their head."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from inkapp.ink.atomic_files import MOST_BYTES, one_line, unpack
from inkapp.ink.errors import FileError, FileRefused


def holds_too_much(data: bytes, most_values: int, most_nested: int) -> bool:
    """Whether JSON has more values, or more arrays and objects, by a count of its signs."""
    return data.count(b",") + data.count(b":") > most_values or data.count(b"[") + data.count(b"{") > most_nested


def parse(
    data: bytes, name: str, what: str, most_values: int, most_nested: int, most_bytes: int = MOST_BYTES
) -> object:
    """The JSON of a file's bytes, which may be gzipped; ``name`` is how messages call it, ``what`` it ought to be.

    ``most_values``, ``most_nested``: as in ``holds_too_much``. Raises FileError.
    """
    data = unpack(data, name, most_bytes)
    # Counted before parsing: eight bytes a value and more are only spent on files that a page could need
    if holds_too_much(data, most_values, most_nested):
        raise FileError(f"{name}: holds more than {what} may")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except RecursionError:
        raise FileError(f"{name}: not {what} (nested too deeply)") from None
    except ValueError as error:  # also json's and Unicode's own
        raise FileError(f"{name}: not {what} ({one_line(error)})") from None


def check_head(root: object, name: str, what: str, form: str, version: int) -> dict[str, Any]:
    """The object of a file of the format ``form``, of this program's ``version`` or an older one. Raises FileError."""
    if not isinstance(root, dict) or root.get("format") != form:
        raise FileError(f'{name}: not {what} (it lacks "format": "{form}")')
    found = root.get("version")
    if type(found) is not int or found < 1:
        raise FileError(f"{name}: its version is missing or no number")
    if found > version:
        raise FileRefused(f"{name}: of version {found}, newer than this program's {version}; it was left untouched")
    return root


def read_number(value: object, name: str) -> float:
    """A finite number, and no boolean. Raises FileError."""
    if type(value) not in (int, float):
        raise FileError(f"{name}: a number is missing")
    try:
        number = float(value)  # type: ignore[arg-type]
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise FileError(f"{name}: not a finite number")
    return number


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")

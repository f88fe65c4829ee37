"""Finished results of long computations, in files named by everything that decided them, so that a stopped one goes on."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from model.atomic_write import swap_in
from model.errors import ModelError


class LabError(ModelError):
    """A study cannot be carried out; the message, one line, says what and where."""


def key_of(decides: Any, digits: int = 12) -> str:
    """Hexadecimal digits that stand for a JSON value: all that decides a result. Another value, another key."""
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:digits]


def keep(path: Path, values: Mapping[str, Any]) -> None:
    """Writes a JSON object, whole or not at all. Raises ValueError for a number that is not finite, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    swap_in({path: json.dumps(values, allow_nan=False).encode() + b"\n"})


def recall(path: Path) -> dict[str, Any] | None:
    """The JSON object in a file, None where there is no file.

    Raises LabError, naming the file, where it is damaged or cannot be read.
    """
    try:
        values = json.loads(path.read_bytes())
        if not isinstance(values, dict):
            raise ValueError("not an object")
        return values
    except FileNotFoundError:
        return None
    except OSError as error:  # the file may be whole, so it is not to be deleted
        raise LabError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (ValueError, RecursionError) as error:
        raise damaged(path, error) from None


def damaged(path: Path, error: Exception) -> LabError:
    """The error for a file that holds something else than was kept in it."""
    return LabError(f"{path}: damaged result ({' '.join(str(error).split())[:120]}); delete it to run it again")


class Parts:
    """Arrays of finished parts of one computation, in a folder named by all that decides them.

    Unlike a JSON result, a damaged part is made again without a word: parts take minutes, results together take hours.
    """

    def __init__(self, folder: Path, decides: dict[str, Any]) -> None:
        self.folder = folder / key_of(decides)

    def below(self, decides: dict[str, Any]) -> Parts:
        """Parts that depend on these, and on more."""
        return Parts(self.folder, decides)

    def get(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The arrays of a part, from its file or from ``make``. Raises OSError."""
        path = self.folder / f"{name}.npz"
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                return dict(file)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            made = {key: np.asarray(value) for key, value in make().items()}
        packed = BytesIO()
        np.savez(packed, allow_pickle=False, **made)
        self.folder.mkdir(parents=True, exist_ok=True)
        swap_in({path: packed.getvalue()})
        return made

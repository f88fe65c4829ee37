"""Parts of a long inquiry: each kept when it is done, so that a stopped one goes on, and how far it is.

Knows: that a folder's name is made from all that decides its parts, and that a damaged part is made again.
Refuses to know: what is in a part.
"""

from __future__ import annotations

import hashlib
import json
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from model.checkpoint import swap_in

EVERY = 5.0  # seconds between two lines of progress


class Parts:
    """Finished parts in a folder whose name is made from all that decides them; what is damaged is made again."""

    def __init__(self, folder: Path, decides: dict[str, Any]) -> None:
        key = hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:12]
        self.folder = folder / key

    def below(self, decides: dict[str, Any]) -> Parts:
        """Parts that hang on these, and on more."""
        return Parts(self.folder, decides)

    def get(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The arrays of a part, kept or made. Raises OSError."""
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


class Progress:
    """Says now and then which part it is and how far that is."""

    def __init__(self, name: str) -> None:
        self.name, self._said = name, 0.0

    def tell(self, part: str, done: int, of: int) -> None:
        """``done`` of ``of`` of a part are done."""
        now = time.monotonic()
        if done >= of or now - self._said >= EVERY:
            self._said = now
            print(f"{self.name}: {part}, {done} of {of}", flush=True)

"""The reader adapted to one person's hand: from the lines that are kept to a small file, and from that file to a reader.

Of a folder, ``lines`` holds the lines, and beside it stands what came of the last adaptation to them, which may be nothing:
then the shipped reader reads lines that it was not taught as well or better.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from inkapp.live.reading.kept_lines import KeptLine, KeptLines
from model.adaptation import KnownLine
from model.adapted_weights import adapted_path, load_adapted, save_adapted
from model.captioner import Captioner
from model.checkpoint import CAPTIONER, CheckpointError, load
from model.held_out import LEAST_LINES, Adapted, adapt_if_better
from model.line_readers import shared_captioner

_log = logging.getLogger(__name__)

FOLDER = "reading"  # in the folder of the app's data
LINES = "lines"
MORE_LINES = 5  # new ones, after which the reader is adapted anew


class OwnHand:
    """``folder``: for the lines and what came of them; ``weights``: the shipped captioner's."""

    def __init__(self, folder: Path, weights: Path) -> None:
        self.folder, self.weights = folder, weights
        self.lines = KeptLines(folder / LINES)

    @cached_property
    def _path(self) -> Path:
        """Of what came of the last adaptation. Raises CheckpointError for weights that cannot be read."""
        return adapted_path(self.folder, self.weights)

    @property
    def is_due(self) -> bool:
        """Whether there are enough lines for an adaptation, and enough of them since the last."""
        files = self.lines.files()
        if len(files) < LEAST_LINES:
            return False
        try:
            last = self._path.stat().st_mtime_ns
        except (OSError, CheckpointError):
            return True
        return sum(path.stat().st_mtime_ns > last for path in files if path.exists()) >= MORE_LINES

    @property
    def is_adapted(self) -> bool:
        """Whether something other than the shipped reader may be read with."""
        with contextlib.suppress(OSError, CheckpointError):
            return self._path.stat().st_size > _EMPTY_BYTES
        return False

    def adapt(self, progress: Callable[[float], bool]) -> tuple[Adapted, list[str]]:
        """Adapts to the lines and keeps what comes of it; and says of each line that cannot be read why. ``progress``: see
        ``adapt_if_better``. Raises CheckpointError, OSError; Stopped."""
        weights, config = load(self.weights, CAPTIONER)
        reader = Captioner(weights, config)
        lines, faults = self.lines.load()
        known = [found for line in lines if (found := _known(reader, line)) is not None]
        adapted = adapt_if_better(weights, int(config["layers"]), known, progress=progress)
        self.folder.mkdir(parents=True, exist_ok=True)
        save_adapted(self._path, weights, adapted.learnt)
        return adapted, faults

    def texts(self) -> list[str]:
        """What the lines say that can be read."""
        return [line.text for line in self.lines.load()[0]]

    def forget(self) -> None:
        """Discards all lines, and what came of them. Raises OSError."""
        self.lines.forget()
        for path in self.folder.glob("adapted-*"):
            path.unlink(missing_ok=True)

    def reader(self, complain: Callable[[str], None] = _log.warning) -> Captioner:
        """The captioner as it was adapted, or the shipped one where it was not; where that file is damaged ``complain`` is
        told in one line. Raises CheckpointError for shipped weights that are missing or damaged."""
        if self._path.exists():
            weights, config = load(self.weights, CAPTIONER)
            try:
                adapted = load_adapted(self._path, weights)
            except CheckpointError as error:
                complain(f"{error}; ink is read as if nothing had been learnt of your hand")
            else:
                if self.is_adapted:
                    return Captioner(adapted, config)
        return shared_captioner(self.weights)


_EMPTY_BYTES = 64  # of a file without tensors


def _known(reader: Captioner, line: KeptLine) -> KnownLine | None:
    """A line as it is learnt from; None where it says what the network has no character for, or has no extent."""
    if not line.text or not set(line.text) <= set(reader.alphabet):
        return None
    try:
        strokes = reader.level([stroke.points for stroke in line.strokes])
    except ValueError:
        return None
    return KnownLine(strokes, tuple(reader.alphabet.index(character) + 1 for character in line.text))

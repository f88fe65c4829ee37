"""A run's folder: the checkpoint to resume from, the best weights, and what a kill left half done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from model import checkpoint
from model.checkpoint import Config, Tensors


class RunFolder:
    """``last``: all that resuming needs. ``best``: the averaged weights that were the best on the held-out forms."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.last, self.best = path / "last.safetensors", path / "best.safetensors"

    def load(
        self, start: str, architectures: Sequence[str], config: Callable[[], dict[str, object]]
    ) -> tuple[Path, Tensors, Config] | None:
        """``last``, or the weights ``start`` to begin from, or neither where that is "". Removes what a kill left half done.

        ``architectures``: those that the weights may be of. ``config``: the JSON of a run that has not been judged yet.
        Raises CheckpointError, OSError.
        """
        for stale in (s for kind in ("last", "best", "log") for s in self.path.glob(f".{kind}.*")):
            stale.unlink(missing_ok=True)
        path = self.last
        if path.exists() and not path.with_suffix(".json").exists():  # killed between the first two files of all
            checkpoint.save_config(path, config())
        if not path.with_suffix(".json").exists():
            if not start:
                return None
            path = Path(start)
        return path, *checkpoint.load(path, *architectures)

    def good(self, step: int | None) -> str:
        """Which checkpoint a run that must stop leaves; ``step``: the one of the last that this process knows of."""
        if step is None:
            # rank 0 may have written one and been lost before it could say so; its JSON is put in place last
            there = self.last.with_suffix(".json").exists()
            return f"{self.last} is good" if there else "there is no checkpoint yet"
        return f"{self.last} of step {step} is good"

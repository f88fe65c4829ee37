"""Prints a command's figures, one a line, and writes them as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path


def tell(figures: Mapping[str, object], path: Path | None = None) -> None:
    """Prints figures and, where there is a ``path``, writes them there. Raises OSError."""
    for name, value in figures.items():
        print(f"{name}: {value:.4f}" if isinstance(value, float) else f"{name}: {value}")
    if path is not None:
        path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")

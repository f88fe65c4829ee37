"""The error of all benches."""

from __future__ import annotations

from model.errors import ModelError


class BenchError(ModelError):
    """The measurement cannot be made; the message is one line."""

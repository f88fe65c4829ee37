"""The tables that a command prints."""

from __future__ import annotations


def rows(text: str) -> dict[str, list[str]]:
    """The cells of all tables by the names of their rows."""
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    return {first: rest for first, *rest in cells}

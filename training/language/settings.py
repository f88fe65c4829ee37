"""What a recipe says of a network that foretells text, beside its layers and units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Characters:
    """``embedding``: numbers that a character is read as. ``passage``: characters of a passage that is learnt at a time."""

    embedding: int = 32
    passage: int = 256

    def to_json(self) -> dict[str, int]:
        """For the weights' config: what is not of the training alone."""
        return {"embedding": self.embedding}

"""How a line goes on: real lines cut where a pen rests, the words that a ghost says there, and how right, legible and alike
they are."""

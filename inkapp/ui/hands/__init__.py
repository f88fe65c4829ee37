"""The hands that one can write in: the panel that keeps them, the card that adds signs, and which is in use."""

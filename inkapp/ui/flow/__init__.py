"""Who asks for a ghost, and what becomes of it."""

"""The page on screen: input devices, ink, ghost, zoom and pan."""

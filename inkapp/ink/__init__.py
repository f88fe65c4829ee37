"""Pages of strokes: recording, history, ghosts and the .ink file. Knows no Qt and no model."""

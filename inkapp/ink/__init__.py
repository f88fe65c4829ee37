"""Pages of strokes: recording, edits, undo, ghosts and the .ink file. Knows no Qt and no network."""

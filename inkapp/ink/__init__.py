"""Pages of strokes: recording, edits, undo, ghosts and the .ink file. Without Qt and network."""

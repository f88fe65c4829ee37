"""The open document as a person edits it: its undo, its file, what an eraser touches, what a ghost offers. No Qt."""

"""A photograph of handwriting as lines that a network reads: its ink, its lines, and each line as ``model.ink_picture`` has it."""

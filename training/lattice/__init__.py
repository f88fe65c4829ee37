"""What the recorder left in the data: the lattice its rounding made, and what knowing it is worth."""

"""How sure the reader is of what it reads, what it takes for writing, and what is found in it."""

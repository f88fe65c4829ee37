"""What single cells of a network tell that has a name, how sure that is, and what happens when they are held."""

"""What a page's ink says: its lines, their words, and how sure the reader is; and where a word is to be found."""

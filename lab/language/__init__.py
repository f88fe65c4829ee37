"""How well models of language foretell text that they were not made from: a table of words, a network over characters, both."""

"""The network that writes a given text in a given hand: in torch, and the pairs of lines that it learns from."""

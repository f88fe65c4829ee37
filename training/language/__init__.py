"""The network that foretells text character by character: in torch, and the passages of free text that it learns from."""

"""The network that reads ink: in torch, the lines with their texts that it learns from, and how well it reads."""

"""The network that captions a line of ink: in torch, and the pictures with their texts that it learns from."""

"""A photograph of handwriting as lines that a network reads, each a picture such as ``model.ink_picture`` draws."""

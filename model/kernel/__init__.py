"""The product of a narrow matrix with vectors, in C."""

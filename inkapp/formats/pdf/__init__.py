"""PDF, out."""

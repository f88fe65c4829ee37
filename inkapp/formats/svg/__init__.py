"""SVG, out and in."""

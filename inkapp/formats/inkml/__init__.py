"""InkML (W3C Recommendation, 20 September 2011), out and in."""

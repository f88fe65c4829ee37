"""IAM-OnDB's archives as training sequences."""

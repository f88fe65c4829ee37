"""Pictures of paper, PNG and JPEG: whether a file is whole, and its grey."""

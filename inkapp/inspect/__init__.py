"""What the network thought: numbers and pictures of the ink on a page, without a window."""

"""What the network computed: numbers and pictures of the ink on a page, without a window."""

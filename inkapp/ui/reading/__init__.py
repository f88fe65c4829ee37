"""What the ink says, in the window: the text panel and the search bar, over one reading of the pages."""

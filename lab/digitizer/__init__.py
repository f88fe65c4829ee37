"""What the data set's digitizer left in the ink."""

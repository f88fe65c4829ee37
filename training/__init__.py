"""Training with torch: from the data set's archives to the weights that ship."""

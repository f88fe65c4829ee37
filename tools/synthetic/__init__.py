"""Made-up handwriting: letters, joined words, example pages, and looping lines in the layout of the data set."""

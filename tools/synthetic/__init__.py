"""Made-up handwriting of the project's own drawing: letters, words, example pages."""

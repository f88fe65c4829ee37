"""How fast it is and how long a person waits: a question a file, as ratios within one run."""

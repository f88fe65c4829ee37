"""How a study is run: its ink, its runs, its report."""

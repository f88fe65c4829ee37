"""How alike two lines of ink are in their hand, by a small embedding that is trained on who wrote which line."""

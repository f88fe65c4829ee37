"""The work that needs no window, a command a module; ``inkapp/cli`` runs them."""

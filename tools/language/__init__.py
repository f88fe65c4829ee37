"""Makes the table of words that the reader knows, from what two free packages carry. Nothing of it runs in the app."""

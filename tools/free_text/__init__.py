"""Makes the text that a language model learns from, of what two free packages carry. Nothing of it runs in the app."""

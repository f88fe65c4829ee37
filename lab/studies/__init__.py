"""A question on recurrent networks a file."""

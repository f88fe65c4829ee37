"""The text tool: the field on the page, its controls, and what a person does with typed text."""

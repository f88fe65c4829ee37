"""Windows over a text that were compared: what moves them, who reads them, and what that is worth."""

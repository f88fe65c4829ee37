"""The lab: questions on recurrent networks, answered by experiments on handwriting that anyone can repeat."""

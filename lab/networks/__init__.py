"""The recurrent networks that the studies train, written out as equations, and what is measured inside them."""

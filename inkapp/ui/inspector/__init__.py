"""The inspector: docked panels that show what the network thought of the ink on the page."""

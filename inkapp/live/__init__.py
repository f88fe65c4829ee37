"""The road between the page and the network: encoding, the sampling thread, and its bridge to Qt."""

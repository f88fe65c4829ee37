"""The ghost of words: what the line under the pen says, how it may go on, and the network that writes that from there."""

"""Every widget. Draws frozen documents and ghosts; turns events into plain pen samples."""

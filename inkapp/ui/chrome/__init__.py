"""All of the window but the page: actions, tool bar, status line, dialogs, settings, theme."""

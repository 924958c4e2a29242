"""Qt widgets: they show records and ask for changes."""

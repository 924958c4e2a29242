"""What the window can be asked for: each flow owns its dialogs and writes through the session."""

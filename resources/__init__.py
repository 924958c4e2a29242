"""Files that ship with the program; imports nothing of it."""

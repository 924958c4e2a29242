"""The workspace: one SQLite file that keeps every record and its history."""

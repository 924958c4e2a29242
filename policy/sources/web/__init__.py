"""Web pages as saved from government sites, as the blocks of a document."""

"""Word documents, as the blocks of a document."""

"""PDF files with a text layer, as the blocks of a document."""

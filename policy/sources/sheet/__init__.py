"""Task tables in spreadsheets and CSV files, as the blocks of a document."""

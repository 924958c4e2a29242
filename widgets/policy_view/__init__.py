"""The typeset policy text with its marks and margin cards."""

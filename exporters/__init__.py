"""Finished records in, a file out."""
